/// What the records of an input topic are, whatever the topic is called.
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

    /// The name of the contract in `topics/`, without the plant's prefix.
    public var contract: String {
        switch self {
        case .states: "equipment.states"
        case .counts: "equipment.counts"
        case .measurements: "process.measurements"
        case .inspections: "process.inspections"
        case .commands: "alert.commands"
        }
    }
}
