/// The state of an alert, as its topic tells it.
///
/// The transitions are those of ISA-18.2 (the letters are its own); `alerts` says which one happened.
public enum AlertState: UInt8, Sendable, BitwiseCopyable, CaseIterable {
    /// A: the condition does not hold, or not any more.
    case normal
    /// It holds, but not yet for long enough. Not published.
    case pending
    /// B: it holds, and nobody has acknowledged it.
    case active
    /// C: it holds, and somebody has acknowledged it.
    case acknowledged
    /// It held; published once when the alert ends.
    case cleared
    /// Somebody ended it; published once.
    case closed
    /// D: it held and does not any more, and somebody has still to acknowledge it.
    case returned
    /// E: it held and does not any more; it waits for a reset, and nobody has acknowledged it.
    case latched
    /// F: as `latched`, and somebody has acknowledged it.
    case latchedAcknowledged
    /// G: an operator set it aside for a while.
    case shelved
    /// H: the state of the machine makes it meaningless for now.
    case suppressed
    /// I: maintenance took it out of service until further notice.
    case outOfService

    /// The word on topics.
    public var text: String {
        switch self {
        case .latchedAcknowledged: "latched_acknowledged"
        case .outOfService: "out_of_service"
        default: String(describing: self)
        }
    }

    /// Whether a key can be found in it, rather than only passing through.
    var isLasting: Bool {
        switch self {
        case .normal, .active, .acknowledged, .returned, .latched, .latchedAcknowledged:
            true
        case .pending, .cleared, .closed, .shelved, .suppressed, .outOfService: false
        }
    }

    /// Whether the condition holds and has held for long enough.
    var isRaised: Bool { self == .active || self == .acknowledged }

    /// Whether the condition is gone, and a person has still to say something.
    var waitsForPerson: Bool {
        self == .returned || self == .latched || self == .latchedAcknowledged
    }
}
