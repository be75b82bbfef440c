import Records

/// A time in whole nanoseconds and millionths of one: quantity × cycle, without rounding.
///
/// Quantities are millionths of a unit, so their products with whole nanoseconds are whole millionths
/// of a nanosecond. Sums stay exact; whole nanoseconds saturate.
struct ExactTime: BitwiseCopyable, Equatable, Sendable {
    /// Rests are below this.
    static let restLimit: Int64 = 1_000_000

    var nanoseconds: Int64 = 0
    /// 0 to 999,999 millionths of a nanosecond, also for negative times.
    var rest: Int64 = 0

    init() {}

    /// The time for a quantity in millionths at a cycle per unit.
    init(_ micro: Int64, cycleNanoseconds: Int64) {
        if micro == 0 || cycleNanoseconds == 0 { return }
        let (units, part) = micro.quotientAndRemainder(dividingBy: 1_000_000)
        let (whole, overflow) = units.multipliedReportingOverflow(by: cycleNanoseconds)
        if overflow {
            nanoseconds = micro < 0 ? .min : .max
            return
        }
        nanoseconds = whole
        if part == 0 { return }
        let (high, low) = part.multipliedFullWidth(by: cycleNanoseconds)
        // The part is below 10^6 in size, so the quotient by 10^6 is below the cycle and fits.
        let divided = Self.restLimit.dividingFullWidth((high, low))
        nanoseconds = saturatingSum(whole, divided.quotient)
        rest = divided.remainder
        if rest < 0 {
            rest += Self.restLimit
            nanoseconds = saturatingSum(nanoseconds, -1)
        }
    }

    /// Adds another time, carrying whole nanoseconds out of the rests.
    mutating func add(_ other: ExactTime) {
        nanoseconds = saturatingSum(nanoseconds, other.nanoseconds)
        rest += other.rest
        guard rest >= Self.restLimit else { return }
        rest -= Self.restLimit
        nanoseconds = saturatingSum(nanoseconds, 1)
    }

    /// The time taken away instead of added.
    var negated: ExactTime {
        var result = ExactTime()
        result.nanoseconds = nanoseconds == .min ? .max : -nanoseconds
        if rest > 0 {
            result.nanoseconds = saturatingSum(result.nanoseconds, -1)
            result.rest = Self.restLimit - rest
        }
        return result
    }
}

extension OEETotals {
    /// The ideal times that are kept with a rest.
    static var rests: [(whole: OEEPrimitive, rest: OEEPrimitive)] {
        [
            (.idealTotal, .idealTotalRest), (.idealGood, .idealGoodRest),
            (.idealStartup, .idealStartupRest), (.looseRejectIdeal, .looseRejectIdealRest),
        ]
    }

    /// Adds an exact time to a primitive and its rest.
    mutating func add(_ time: ExactTime, to whole: OEEPrimitive, rest: OEEPrimitive) {
        add(time.nanoseconds, to: whole)
        if time.rest == 0 { return }
        self[rest] += time.rest
        carry(whole, rest)
    }

    /// Moves whole nanoseconds out of the rests after two sets were summed.
    @usableFromInline mutating func carryRests() {
        carry(.idealTotal, .idealTotalRest)
        carry(.idealGood, .idealGoodRest)
        carry(.idealStartup, .idealStartupRest)
        carry(.looseRejectIdeal, .looseRejectIdealRest)
    }

    private mutating func carry(_ whole: OEEPrimitive, _ rest: OEEPrimitive) {
        guard self[rest] >= ExactTime.restLimit else { return }
        add(self[rest] / ExactTime.restLimit, to: whole)
        self[rest] %= ExactTime.restLimit
    }

    /// An exact time as it stands in a primitive and its rest.
    func exactTime(_ whole: OEEPrimitive, rest: OEEPrimitive) -> ExactTime {
        var time = ExactTime()
        (time.nanoseconds, time.rest) = (self[whole], self[rest])
        return time
    }
}
