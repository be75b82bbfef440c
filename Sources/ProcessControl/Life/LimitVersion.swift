import Records

/// Limits as somebody approved them: what a point of a certain event time is judged by.
public struct LimitVersion: Hashable, Sendable {
    /// 1 for the first limits of a chart.
    public let number: UInt32
    /// Centre line: mean of single values; of attributes their average.
    public let mean: Double
    /// Standard deviation of single values within subgroups; of attributes σ_z, which only Laney charts
    /// use.
    public let sigma: Double
    /// Points the limits rest on, without those that were excluded; 0 for limits that somebody gave.
    public let pointCount: Int
    /// First event time the limits hold for.
    public let effectiveFrom: EventTime
    /// Who approved them.
    public let approver: String
    /// For what reason; may be empty.
    public let why: String

    /// Limits from their parts.
    public init(
        number: UInt32,
        estimate: LifeEstimate,
        effectiveFrom: EventTime,
        approver: String,
        why: String = ""
    ) {
        self.number = number
        mean = estimate.mean
        sigma = estimate.sigma
        pointCount = estimate.pointCount
        self.effectiveFrom = effectiveFrom
        self.approver = approver
        self.why = why
    }

    /// Centre and spread.
    public var estimate: LifeEstimate {
        LifeEstimate(mean: mean, sigma: sigma, pointCount: pointCount)
    }
}

/// A point that was left out of the estimate, and the cause that was found for it.
public struct ExcludedPoint: Hashable, Sendable {
    /// Its place among the collected points, from 1.
    public let number: Int
    /// The assigned cause, in words.
    public let cause: String
}

/// Why a step of a chart's life was refused.
public enum LifeCycleError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The step does not belong to what the chart is doing.
    case wrongPhase(step: String, phase: LifePhase)
    /// A point may only leave with an assigned cause.
    case causeMissing(point: Int)
    /// There is no such collected point.
    case noSuchPoint(Int)
    /// Limits need the name of who approved them.
    case approverMissing
    /// Limits cannot begin before the ones they follow.
    case effectiveTooEarly
    /// What is left of the points gives no limits.
    case noLimits(String)
    /// Limits that were approved wait for their time.
    case versionWaits(UInt32)
    /// A decision names another version than the one that waits for it.
    case otherVersion(said: Int, next: Int)

    /// A sentence that says what was refused and why.
    public var description: String {
        switch self {
        case .wrongPhase(let step, let phase):
            "The chart is \(phase), and a chart that is cannot be told to \(step)."
        case .causeMissing(let point):
            "Point \(point) may leave the estimate only with an assigned cause; say what happened."
        case .noSuchPoint(let point): "There is no collected point \(point)."
        case .approverMissing: "Limits need the name of the person who approves them."
        case .effectiveTooEarly:
            "New limits cannot hold from before the limits they follow; give a later time."
        case .noLimits(let why): "The points left give no limits: \(why)"
        case .otherVersion(let said, let next):
            "The decision names version \(said), but the one that would come next is \(next); look at "
                + "the chart again."
        case .versionWaits(let number):
            "Version \(number) of the limits is approved and waits for the time it holds from; until "
                + "then the chart takes no other step."
        }
    }
}

/// What a chart is doing in its life.
public enum LifePhase: UInt8, BitwiseCopyable, CaseIterable, Sendable {
    /// Phase I: gathering points.
    case collecting = 0
    /// Phase I: limits are computed on trial, points may leave with a cause.
    case trial = 1
    /// Phase II: points are judged by frozen limits.
    case monitoring = 2
    /// Phase II: there is evidence that the limits no longer describe the process.
    case suspect = 3
    /// Phase II: new limits are proposed and wait for an answer; the old ones hold.
    case proposed = 4
}
