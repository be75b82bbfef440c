/// What the records of an input topic are, whatever the topic is called.
public enum InputRole: Int, CaseIterable, Sendable, BitwiseCopyable {
    case states, counts, measurements, inspections, commands

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
