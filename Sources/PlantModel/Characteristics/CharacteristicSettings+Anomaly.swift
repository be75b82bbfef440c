extension CharacteristicSettings {
    /// Which anomaly detectors watch a characteristic; a nil detector is off.
    public struct Anomaly: Sendable, Hashable {
        /// Exponentially weighted mean and variance of the values.
        public struct EWMA: Sendable, Hashable {
            /// Weight of the newest value, over 0 and at most 1.
            public var lambda: Double
            /// Standard deviations beyond which a value is an anomaly.
            public var k: Double

            /// A detector.
            public init(lambda: Double, k: Double) {
                self.lambda = lambda
                self.k = k
            }
        }

        /// Median and median absolute deviation of the last values.
        public struct Hampel: Sendable, Hashable {
            /// Values in the window, 5 to 511.
            public var window: Int
            /// Scaled deviations beyond which a value is an anomaly.
            public var k: Double

            /// A detector.
            public init(window: Int, k: Double) {
                self.window = window
                self.k = k
            }
        }

        /// Windows of the Hampel detector.
        public static let hampelWindows: ClosedRange<Int64> = 5...511

        /// The value has not changed for so long while values kept coming.
        public var flatlineAfterNanoseconds: Int64?
        /// No value came for so long.
        public var dropoutAfterNanoseconds: Int64?
        /// The most that the value can change in a second, in its unit.
        public var rateLimitPerSecond: Double?
        /// Exponentially weighted detector.
        public var ewma: EWMA?
        /// Median detector.
        public var hampel: Hampel?

        /// Detectors; without arguments all are off.
        public init(
            flatlineAfterNanoseconds: Int64? = nil,
            dropoutAfterNanoseconds: Int64? = nil,
            rateLimitPerSecond: Double? = nil,
            ewma: EWMA? = nil,
            hampel: Hampel? = nil
        ) {
            self.flatlineAfterNanoseconds = flatlineAfterNanoseconds
            self.dropoutAfterNanoseconds = dropoutAfterNanoseconds
            self.rateLimitPerSecond = rateLimitPerSecond
            self.ewma = ewma
            self.hampel = hampel
        }

        /// True when every detector is off.
        public var isOff: Bool { self == Anomaly() }
    }
}
