/// The input topics that the plant generator writes to.
public enum PlantTopic: UInt8, Sendable, CaseIterable, BitwiseCopyable {
    /// State changes.
    case states = 0
    /// Piece counts.
    case counts = 1
    /// Measured values.
    case measurements = 2
    /// Inspection results.
    case inspections = 3

    /// The contract's name, without prefix.
    public var name: String {
        switch self {
        case .states: "equipment.states"
        case .counts: "equipment.counts"
        case .measurements: "process.measurements"
        case .inspections: "process.inspections"
        }
    }
}
