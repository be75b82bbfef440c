/// The losses between planned production time and good output, in the order of the waterfall.
///
/// The six big losses of total productive maintenance (Nakajima) and, apart from them, waiting that the
/// machine did not cause and time without a known state. Each is a time: what the loss cost in planned
/// production time. They add up: planned = ideal time of the good + all losses, exactly.
public enum LossKind: Int, CaseIterable, Sendable {
    /// Stops at least as long as the micro-stop threshold; availability.
    case breakdowns
    /// Changeover and adjustment; availability.
    case setup
    /// Stopped without an order or people; availability.
    case idle
    /// Waiting for material; availability, caused upstream.
    case starved
    /// Waiting for space; availability, caused downstream.
    case blocked
    /// No state known, where that counts as planned; availability.
    case unknown
    /// Stops shorter than the threshold; performance.
    case minorStops
    /// Run time beyond the ideal: what remains when everything else is taken off; performance. Below
    /// zero when the ideal cycle is too long.
    case reducedSpeed
    /// Scrap and rework in steady production; quality.
    case processDefects
    /// Rejects of start-ups; quality.
    case startupRejects

    /// Which factor of OEE it lowers.
    public var factor: OEEFactor {
        switch self {
        case .breakdowns, .setup, .idle, .starved, .blocked, .unknown: .availability
        case .minorStops, .reducedSpeed: .performance
        case .processDefects, .startupRejects: .quality
        }
    }

    /// Whether it is one of the six big losses.
    public var isBigLoss: Bool {
        switch self {
        case .idle, .starved, .blocked, .unknown: false
        default: true
        }
    }
}

/// The factors of OEE.
public enum OEEFactor: Sendable {
    /// Run time over planned time.
    case availability
    /// Ideal time over run time.
    case performance
    /// Good over total.
    case quality
}

extension OEETotals {
    /// What a kind of loss cost, in nanoseconds of planned production time. O(1).
    public func loss(_ kind: LossKind) -> Int64 {
        switch kind {
        case .breakdowns: self[.down]
        case .setup: self[.setup]
        case .idle: self[.idle]
        case .starved: self[.starved]
        case .blocked: self[.blocked]
        case .unknown: availabilityLossNanoseconds &- knownAvailabilityLoss
        case .minorStops: self[.minorStop]
        case .reducedSpeed: speedLossNanoseconds
        case .processDefects: qualityLossNanoseconds &- self[.idealStartup]
        case .startupRejects: self[.idealStartup]
        }
    }

    private var knownAvailabilityLoss: Int64 {
        self[.down] &+ self[.setup] &+ self[.idle] &+ self[.starved] &+ self[.blocked]
    }

    /// All losses with what they cost, largest first, those of the same cost in the order of the
    /// waterfall. Allocates; for reports.
    public var lossPareto: [(kind: LossKind, nanoseconds: Int64)] {
        LossKind.allCases.map { ($0, loss($0)) }.sorted {
            $0.nanoseconds != $1.nanoseconds
                ? $0.nanoseconds > $1.nanoseconds : $0.kind.rawValue < $1.kind.rawValue
        }
    }
}
