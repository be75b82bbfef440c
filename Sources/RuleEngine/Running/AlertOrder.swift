import Records

/// What an operator asks for.
public enum AlertCommand: String, Sendable, CaseIterable {
    /// Somebody takes care of it.
    case acknowledge
    /// Set aside for a while: tracked, and not announced.
    case shelve
    /// Not set aside any more.
    case unshelve
    /// Under maintenance until `inService`: tracked, and not announced.
    case outOfService = "out_of_service"
    /// The maintenance is over.
    case inService = "in_service"
    /// It is over, whatever the condition says; a condition that still holds raises it anew.
    case close
    /// A latched alert whose cause is gone may end.
    case reset
    /// Lots that the alert holds are free again.
    case release
}

/// A command with all that an operator says about it.
public struct AlertOrder: Sendable, Equatable {
    /// The longest time that an alert can be shelved for.
    public static let shelvingNanosecondsMax: Int64 = 30 * Nanoseconds.day

    /// What to do.
    public var command: AlertCommand
    /// Who says so.
    public var by: String
    /// For what reason; shelving and taking out of service need one.
    public var why = ""
    /// When a shelved alert comes back.
    public var until: EventTime?
    /// Whether a shelved alert comes back with its first return to normal, too.
    public var isOneShot = false
    /// The work order under which an alert is taken out of service.
    public var workOrder = ""
    /// The episode that is meant; nil for the present one.
    public var episode: UInt32?
    /// Rule and key, for an alert that has never been raised; empty for one that is known.
    public var rule = ""
    /// The values of the rule's key as texts, in its order.
    public var key: [String] = []

    /// An order that needs nothing else.
    public init(_ command: AlertCommand, by: String, why: String = "") {
        self.command = command
        self.by = by
        self.why = why
    }
}

/// What became of a command.
public enum AlertCommandOutcome: Sendable, Equatable {
    /// It was carried out; a transition says so.
    case applied
    /// No rule of this task knows the alert; it may belong to another task, or its key made room.
    case unknownAlert
    /// The alert is known and is not open.
    case notOpen
    /// Somebody had acknowledged it before.
    case alreadyAcknowledged
    /// It is not in the state that the command ends.
    case notIn(AlertState)
    /// It is shelved, suppressed or out of service; that has to end first.
    case isQuiet(AlertState)
    /// The command speaks of another episode than the present one.
    case otherEpisode(UInt32)
    /// It holds no lot.
    case holdsNoLot
    /// Something that the command needs was not said, or cannot be.
    case lacks(String)

    /// A part of a sentence that begins with the alert.
    public var text: String {
        switch self {
        case .applied: "was changed"
        case .unknownAlert: "is not known here; one that was never raised needs 'rule' and 'key'"
        case .notOpen: "is not open"
        case .alreadyAcknowledged: "had been acknowledged before"
        case .notIn(let state): "is not \(state.text)"
        case .isQuiet(let state): "is \(state.text); end that first"
        case .otherEpisode(let episode): "is in episode \(episode)"
        case .holdsNoLot: "holds no lot"
        case .lacks(let what): "needs \(what)"
        }
    }
}
