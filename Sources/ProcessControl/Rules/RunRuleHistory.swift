/// What the run rules remember of the newest sixteen points of a chart: one bit per point and
/// question.
///
/// Each question about a point has a lane of sixteen bits; bit 0 is the newest point, and a new one
/// shifts the others up, four lanes in one machine word. A rule is then a mask on a lane, or a mask
/// and a population count, so a point costs the same whatever the lengths of the patterns. Points
/// that have not been seen are zeros, which no rule counts, so nothing needs to know how many there
/// were.
///
///     lane        < −2σ   −2σ…−1σ   −1σ…0   = 0   0…1σ   1σ…2σ   > 2σ
///     below         x        x        x
///     belowOne      x        x
///     belowTwo      x
///     within                          x      x      x
///     above                                         x       x       x
///     aboveOne                                              x       x
///     aboveTwo                                                      x
public struct RunRuleHistory: BitwiseCopyable, Hashable, Sendable {
    /// The newest statistic, for trends.
    var previous = 0.0
    var sides = BitLanes()
    var zones = BitLanes()
    var steps = BitLanes()

    /// No points seen.
    public init() {}

    /// Takes the next plotted statistic and says which of `rules` it completes.
    ///
    /// Zones are compared with the limits themselves, not with a quotient, so a point that equals a
    /// printed limit is never called beyond it by rounding. Limits may differ from point to point.
    /// The statistic must be finite, the set valid. O(1).
    public mutating func add(
        _ statistic: Double,
        limits: LocationLimits,
        rules: RunRuleSet
    ) -> RunRuleFinding {
        add(statistic, limits: limits, masks: RunRuleMasks(rules))
    }

    /// The same with a set whose masks were made before.
    @inline(__always)
    mutating func add(
        _ statistic: Double,
        limits: LocationLimits,
        masks: RunRuleMasks
    ) -> RunRuleFinding {
        let x = statistic + 0  // turns −0 into +0, see `isLess`
        record(x, limits)
        return find(masks, beyond: isLess(limits.ucl, x) | isLess(x, limits.lcl))
    }

    @inline(__always)
    private mutating func record(_ x: Double, _ limits: LocationLimits) {
        let (centre, lower, upper) = (limits.centre, limits.lowerZone, limits.upperZone)
        let aboveOne = isLess(centre + upper, x)
        let belowOne = isLess(x, centre - lower)
        sides.push(isLess(centre, x), isLess(x, centre), (aboveOne | belowOne) ^ 1, 0)
        zones.push(
            aboveOne,
            belowOne,
            isLess(centre + 2 * upper, x),
            isLess(x, centre - 2 * lower)
        )

        let hasPrevious = UInt64(steps[3] & 1)
        let rises = isLess(previous, x) & hasPrevious
        let falls = isLess(x, previous) & hasPrevious
        let turns = rises & UInt64(steps[1]) | falls & UInt64(steps[0])
        steps.push(rises, falls, turns, 1)
        previous = x
    }

    @inline(__always)
    private func find(_ masks: RunRuleMasks, beyond: UInt64) -> RunRuleFinding {
        let twoSigma =
            members(zones[2], of: masks.twoSigmaWindow)
            | members(zones[3], of: masks.twoSigmaWindow)
        let oneSigma =
            members(zones[0], of: masks.oneSigmaWindow)
            | members(zones[1], of: masks.oneSigmaWindow)
        let (upper, lower) = (zones[0] & masks.outside, zones[1] & masks.outside)
        let mixture = upper | lower == masks.outside && upper != 0 && lower != 0
        let runs = sides.complete(masks.runs)
        let shortRuns = sides.complete(masks.shortRuns)
        let trends = steps.complete(masks.trends)
        let counts = BitLanes.counts(twoSigma, oneSigma)

        var found = beyond
        found |= ((runs &>> 15 | runs &>> 31) & 1) << 1
        found |= ((trends &>> 15 | trends &>> 31) & 1) << 2
        found |= (trends &>> 47 & 1) << 3
        found |= bit(counts.0 >= UInt32(masks.set.twoSigmaCount)) << 4
        found |= bit(counts.1 >= UInt32(masks.set.oneSigmaCount)) << 5
        found |= (runs &>> 47 & 1) << 6 | bit(mixture) << 7
        found |= ((shortRuns &>> 15 | shortRuns &>> 31) & 1) << 8
        found |= UInt64((zones[2] | zones[3]) & 1) << 9
        return RunRuleFinding(
            rules: RunRules(rawValue: UInt16(truncatingIfNeeded: found) & masks.set.rules.rawValue),
            twoSigmaMembers: twoSigma,
            oneSigmaMembers: oneSigma,
            set: masks.set
        )
    }

    /// The set bits of the window, provided the newest point is one of them; otherwise 0. Of the
    /// two sides at most one can have the newest point, so their union is the side that matters.
    @inline(__always)
    private func members(_ lane: UInt16, of window: UInt16) -> UInt16 {
        lane & window & (0 &- (lane & 1))
    }

    @inline(__always)
    private func bit(_ flag: Bool) -> UInt64 { flag ? 1 : 0 }

    /// 1 when a < b, otherwise 0: the sign of the difference, which is exact for finite numbers. A
    /// comparison would become a branch, and on which side of a line the next point falls cannot be
    /// predicted. Neither a nor b may be −0, whose difference from +0 has a sign.
    @inline(__always)
    private func isLess(_ a: Double, _ b: Double) -> UInt64 { (a - b).bitPattern &>> 63 }
}
