extension CharacteristicSettings {
    /// How the capability of a characteristic is studied.
    public struct Capability: Sendable, Hashable {
        /// Length of a window in nanoseconds, whole minutes. Windows begin at multiples of it since 1970.
        public var windowNanoseconds: Int64
        /// What makes a stage.
        public var stage: Stage

        /// A study.
        public init(windowNanoseconds: Int64, stage: Stage = .product) {
            self.windowNanoseconds = windowNanoseconds
            self.stage = stage
        }
    }
}
