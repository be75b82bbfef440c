import Records

// The time elements of ISO 22400-2 as far as states tell them. After OPC 40001-1 annex C.2: executing
// and processing is APT, setup AUST, stopped with an order ADET, stopped without one ADOT. Minor stops
// count as production, because here they are a loss of speed; all ratios that multiply to OEE agree.
extension OEETotals {
    /// APT, actual production time in nanoseconds: run time with minor stops.
    public var actualProductionNanoseconds: Int64 { runNanoseconds }
    /// AUPT, actual unit processing time in nanoseconds: production and setup.
    public var actualProcessingNanoseconds: Int64 { saturatingSum(runNanoseconds, self[.setup]) }
    /// ADET, actual unit delay time in nanoseconds: stopped, starved or blocked with an order.
    public var actualDelayNanoseconds: Int64 {
        saturatingSum(self[.down], saturatingSum(self[.starved], self[.blocked]))
    }
    /// AUBT, actual unit busy time in nanoseconds: processing and delays.
    public var actualBusyNanoseconds: Int64 {
        saturatingSum(actualProcessingNanoseconds, actualDelayNanoseconds)
    }
    /// AOET, actual order execution time in nanoseconds: APT + AUST + ADET + ADOT, where ADOT stands for
    /// transport and queueing and is idle time inside the planned busy time.
    public var actualOrderExecutionNanoseconds: Int64 {
        saturatingSum(actualBusyNanoseconds, self[.idle])
    }
    /// FE, failure events: stops at least as long as the micro-stop threshold.
    public var failureCount: Int64 { self[.stopCount] }
    /// Time to restoration of all failures in nanoseconds, also CMT: corrective maintenance time.
    public var restorationNanoseconds: Int64 { self[.down] }
    /// PMT, preventive maintenance time in nanoseconds.
    public var preventiveMaintenanceNanoseconds: Int64 { self[.maintenance] }
}

/// How a mean time between or to failures is counted.
public enum FailureMean: Sendable {
    /// Run time over failures, as on the shop floor; no value without a failure.
    case uptime
    /// Run time and repair over failures, from one start of a failure to the next.
    case cycle
    /// ISO 22400-2: the sum over failures + 1, so that it has a value without a failure.
    case iso22400
}

extension OEETotals {
    /// Mean time between failures in nanoseconds. O(1).
    public func meanTimeBetweenFailures(_ mean: FailureMean) -> Ratio {
        switch mean {
        case .uptime: Ratio(runNanoseconds, over: failureCount, otherwise: .noFailure)
        case .cycle, .iso22400:
            perFailure(saturatingSum(runNanoseconds, restorationNanoseconds), mean)
        }
    }

    /// Mean time to failure in nanoseconds: run time per failure. O(1).
    public func meanTimeToFailure(_ mean: FailureMean) -> Ratio { perFailure(runNanoseconds, mean) }

    /// Mean time to restoration in nanoseconds: down time per failure. O(1).
    public func meanTimeToRestoration(_ mean: FailureMean) -> Ratio {
        perFailure(restorationNanoseconds, mean)
    }

    private func perFailure(_ time: Int64, _ mean: FailureMean) -> Ratio {
        let failures = failureCount &+ (mean == .iso22400 ? 1 : 0)
        return Ratio(time, over: failures, otherwise: .noFailure)
    }
}
