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
            /// Values in the window, odd, 5 to 61.
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
        public static let hampelWindows: ClosedRange<Int64> = 5...61

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

        /// Smallest step the sensor can show, in its unit; no learned deviation counts as smaller.
        public var resolution: Double

        /// Detectors; without arguments all are off.
        public init(
            flatlineAfterNanoseconds: Int64? = nil,
            dropoutAfterNanoseconds: Int64? = nil,
            rateLimitPerSecond: Double? = nil,
            ewma: EWMA? = nil,
            hampel: Hampel? = nil,
            resolution: Double = 0
        ) {
            self.flatlineAfterNanoseconds = flatlineAfterNanoseconds
            self.dropoutAfterNanoseconds = dropoutAfterNanoseconds
            self.rateLimitPerSecond = rateLimitPerSecond
            self.ewma = ewma
            self.hampel = hampel
            self.resolution = resolution
        }

        /// True when every detector is off.
        public var isOff: Bool { self == Anomaly(resolution: resolution) }
    }
}
