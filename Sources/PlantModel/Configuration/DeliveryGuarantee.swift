/// What happens to outputs around a crash.
public enum DeliveryGuarantee: String, Sendable, CaseIterable {
    /// Exactly once where the broker has transactions, otherwise at least once.
    case automatic = "auto"
    /// One transaction holds outputs and input offsets.
    case exactlyOnce = "exactly-once"
    /// Outputs may repeat after a crash, with the same ids.
    case atLeastOnce = "at-least-once"
}
