/// What speaks against limits in force.
public struct LimitEvidence: BitwiseCopyable, Hashable, Sendable {
    /// Points observed since the limits hold, or since the evidence was dismissed.
    public var pointCount = 0
    /// Signals among the newest points.
    public var signalCount = 0
    /// Newest points in a row on one side of the centre line.
    public var sideRun = 0
    /// Lag-1 autocorrelation r₁ of the last 30 points that were judged together; not a number while there
    /// are fewer.
    public var autocorrelation = Double.nan
    /// Probability of a σ of those points as far from the one in force by chance, from an F test; not a
    /// number while there are few points.
    public var sigmaProbability = Double.nan
    /// σ of those points over the σ in force.
    public var sigmaRatio = Double.nan
    /// A calibration, repair or other event that somebody reported.
    public var isReported = false

    /// 3/√n for the n points of a block; 2/√n, the usual bound, would suspect one stable block in twenty.
    static var autocorrelationMax: Float { 3 / Float(LimitWatch.blockCount).squareRoot() }

    /// Which of the grounds hold.
    public var grounds: Grounds {
        var grounds: Grounds = []
        if signalCount >= 5 { grounds.insert(.storm) }
        if sideRun >= 9 { grounds.insert(.shift) }
        if abs(autocorrelation) > Double(Self.autocorrelationMax) {
            grounds.insert(.autocorrelation)
        }
        if sigmaProbability < 0.001 { grounds.insert(.spread) }
        if isReported { grounds.insert(.reported) }
        return grounds
    }

    /// Grounds to suspect limits.
    public struct Grounds: OptionSet, BitwiseCopyable, Hashable, Sendable {
        /// One bit per ground.
        public let rawValue: UInt8

        /// Grounds from their bits.
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// Five or more signals among the newest twenty points.
        public static let storm = Grounds(rawValue: 1)
        /// Nine or more points in a row on one side.
        public static let shift = Grounds(rawValue: 2)
        /// |r₁| above 3/√n over 30 points.
        public static let autocorrelation = Grounds(rawValue: 4)
        /// A spread that the F test gives less than one in a thousand.
        public static let spread = Grounds(rawValue: 8)
        /// Somebody reported an event.
        public static let reported = Grounds(rawValue: 16)
    }
}

extension LimitEvidence.Grounds {
    /// The words of the grounds that hold, in the order of their bits.
    public var words: [String] {
        let all: [(LimitEvidence.Grounds, String)] = [
            (.storm, "storm"), (.shift, "shift"), (.autocorrelation, "autocorrelation"),
            (.spread, "spread"), (.reported, "reported"),
        ]
        return all.filter { contains($0.0) }.map(\.1)
    }
}
