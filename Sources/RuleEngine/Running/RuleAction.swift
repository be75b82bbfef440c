/// What a rule's function may do.
public enum RuleAction: Int32, Sendable, CaseIterable {
    case alert, clear, log
    case holdLot, releaseLot, reroute, reprioritise, stop

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
