import Records

/// What a machine is doing, and the words for it in two vocabularies.
enum MachineState: UInt8, Sendable, BitwiseCopyable {
    case running, setup, idle, starved, blocked, down

    /// Our own words.
    var word: StaticString {
        switch self {
        case .running: "running"
        case .setup: "setup"
        case .idle: "idle"
        case .starved: "starved"
        case .blocked: "blocked"
        case .down: "down"
        }
    }

    /// PackML's names.
    var packML: StaticString {
        switch self {
        case .running: "Execute"
        case .setup: "Resetting"
        case .idle: "Idle"
        case .starved, .blocked: "Suspended"
        case .down: "Aborted"
        }
    }
}
