/// What a rule's function may do.
public enum RuleAction: Int32, Sendable, CaseIterable {
    /// Raises the alert of the key, or changes its severity.
    case alert
    /// Ends the alert of the key.
    case clear
    /// Writes a line to the log.
    case log
    /// Holds a lot.
    case holdLot
    /// Releases a lot.
    case releaseLot
    /// Sends a lot to another group of machines.
    case reroute
    /// Changes the priority of a lot.
    case reprioritise
    /// Stops a machine.
    case stop

    /// The name in rule files.
    public var name: String {
        switch self {
        case .alert: "alert"
        case .clear: "clear"
        case .log: "log"
        case .holdLot: "hold_lot"
        case .releaseLot: "release_lot"
        case .reroute: "reroute"
        case .reprioritise: "reprioritise"
        case .stop: "stop"
        }
    }

    /// Whether a rule must name it in `may`.
    public var needsRight: Bool { rawValue >= RuleAction.holdLot.rawValue }

    /// The action of a name.
    public init?(name: String) {
        guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = found
    }
}
