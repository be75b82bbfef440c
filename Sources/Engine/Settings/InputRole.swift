/// What the records of an input topic are, whatever the topic is called.
///
/// `allCases` are those that a plant writes; contributions Takt writes for itself.
public enum InputRole: Int, CaseIterable, Sendable, BitwiseCopyable {
    /// What a machine does.
    case states
    /// What a machine made.
    case counts
    /// What was measured.
    case measurements
    /// What was inspected.
    case inspections
    /// What an operator wants done with an alert.
    case commands
    /// What somebody decides about the limits of a chart.
    case chartCommands
    /// What one machine, line or area adds to the one above it.
    case contributions

    /// The roles of the equipment family.
    public static let allCases: [InputRole] = [
        .states, .counts, .measurements, .inspections, .commands, .chartCommands,
    ]

    /// The name of the contract in `topics/`, without the plant's prefix.
    public var contract: String {
        switch self {
        case .states: "equipment.states"
        case .counts: "equipment.counts"
        case .measurements: "process.measurements"
        case .inspections: "process.inspections"
        case .commands: "alert.commands"
        case .chartCommands: "chart.commands"
        case .contributions: "contributions"
        }
    }
}
