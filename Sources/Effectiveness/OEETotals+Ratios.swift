/// Why a ratio has no value.
public enum UndefinedReason: UInt8, BitwiseCopyable, Sendable {
    /// No planned production time: a break, a closed shift, maintenance.
    case noPlannedTime
    /// The machine did not run, so its speed has no meaning.
    case noRunTime
    /// Nothing with an ideal time was produced, so the share of good has no meaning.
    case noProduction
    /// Something was produced whose ideal cycle is not in the plant model.
    case idealCycleUnknown
    /// No product has a takt time in the plant model.
    case noTakt
    /// No failure to divide by.
    case noFailure
}

/// A ratio, or the reason why there is none; never NaN, never a made-up zero.
public struct Ratio: BitwiseCopyable, Sendable, Equatable {
    /// The raw value, also above 1; nil when there is none.
    public let value: Double?
    /// Why there is no value; nil when there is one.
    public let undefined: UndefinedReason?

    init(_ numerator: Int64, over denominator: Int64, otherwise reason: UndefinedReason) {
        value = denominator > 0 ? Double(numerator) / Double(denominator) : nil
        undefined = denominator > 0 ? nil : reason
    }

    /// A ratio of two quantities; no value, but a reason, when the denominator is not above 0.
    public init(
        _ numerator: Double,
        over denominator: Double,
        otherwise reason: UndefinedReason
    ) {
        value = denominator > 0 ? numerator / denominator : nil
        undefined = denominator > 0 ? nil : reason
    }

    init(undefined: UndefinedReason) {
        value = nil
        self.undefined = undefined
    }

    /// The value limited to 0 through 1, for gauges; nil when there is none.
    public var capped: Double? { value.map { min(max($0, 0), 1) } }
}

// Definitions after Nakajima's OEE with planned production time as denominator: A × P × Q equals
// ideal time of good output over planned time.
extension OEETotals {
    /// Availability: run time over planned production time.
    public var availability: Ratio {
        Ratio(runNanoseconds, over: self[.planned], otherwise: .noPlannedTime)
    }

    /// Performance: ideal time of the total over run time. Raw: a value above 1 says that the ideal
    /// cycle is wrong (see `isIdealCycleSuspect`); show `capped` and publish both.
    public var performance: Ratio {
        if self[.unrated] > 0 { return Ratio(undefined: .idealCycleUnknown) }
        return Ratio(self[.idealTotal], over: runNanoseconds, otherwise: .noRunTime)
    }

    /// Quality: ideal time of the good over ideal time of the total, so that products weigh by the
    /// machine time they take. Without ideal cycles, good over total.
    public var quality: Ratio {
        if self[.idealTotal] == 0 || self[.unrated] > 0 {
            return Ratio(self[.good], over: self[.total], otherwise: .noProduction)
        }
        return Ratio(self[.idealGood], over: self[.idealTotal], otherwise: .noProduction)
    }

    /// OEE: ideal time of the good over planned production time.
    public var oee: Ratio {
        if self[.planned] <= 0 { return Ratio(undefined: .noPlannedTime) }
        if self[.unrated] > 0 { return Ratio(undefined: .idealCycleUnknown) }
        return Ratio(self[.idealGood], over: self[.planned], otherwise: .noPlannedTime)
    }

    /// TEEP: ideal time of the good over all covered time.
    public var teep: Ratio {
        if self[.unrated] > 0 { return Ratio(undefined: .idealCycleUnknown) }
        return Ratio(self[.idealGood], over: coveredNanoseconds, otherwise: .noPlannedTime)
    }

    /// OOE: ideal time of the good over operations time, the open hours with their breaks and planned
    /// maintenance.
    public var ooe: Ratio {
        if self[.unrated] > 0 { return Ratio(undefined: .idealCycleUnknown) }
        return Ratio(self[.idealGood], over: operationsNanoseconds, otherwise: .noPlannedTime)
    }

    /// NEE of ISO 22400-2: OEE with setup counted as productive, (run time + setup) / planned time ×
    /// performance × quality.
    public var nee: Ratio {
        if self[.unrated] > 0 { return Ratio(undefined: .idealCycleUnknown) }
        guard runNanoseconds > 0 else { return Ratio(undefined: .noRunTime) }
        let share = Double(saturatingSum(runNanoseconds, self[.setup])) / Double(runNanoseconds)
        return Ratio(
            share * Double(self[.idealGood]),
            over: Double(self[.planned]),
            otherwise: .noPlannedTime
        )
    }

    /// Loading: planned production time over all covered time; TEEP is OEE × loading.
    public var loading: Ratio {
        Ratio(self[.planned], over: coveredNanoseconds, otherwise: .noPlannedTime)
    }

    /// Takt attainment: takt time of the good over planned time; 1 when exactly what the demand asks for
    /// was made. No value where no product has a takt time.
    public var taktAttainment: Ratio {
        if self[.taktGood] == 0 && self[.total] > 0 { return Ratio(undefined: .noTakt) }
        return Ratio(self[.taktGood], over: self[.planned], otherwise: .noPlannedTime)
    }

    /// Whether more was made than the ideal cycle allows, which points at the ideal cycle.
    public var isIdealCycleSuspect: Bool { performance.value.map { $0 > 1 } ?? false }
}
