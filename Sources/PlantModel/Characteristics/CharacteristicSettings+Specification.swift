extension CharacteristicSettings {
    /// What the customer accepts, in the unit of the characteristic. At least one limit, or none
    /// at all.
    public struct Specification: Sendable, Hashable {
        /// Lower specification limit; nil when one-sided or unspecified.
        public var lsl: Double?
        /// Nominal value.
        public var target: Double?
        /// Upper specification limit; nil when one-sided or unspecified.
        public var usl: Double?

        /// A specification with `lsl < usl` and the target between them, where they are given.
        public init(lsl: Double? = nil, target: Double? = nil, usl: Double? = nil) {
            self.lsl = lsl
            self.target = target
            self.usl = usl
        }

        /// True when nothing is specified.
        public var isEmpty: Bool { lsl == nil && target == nil && usl == nil }
    }
}
