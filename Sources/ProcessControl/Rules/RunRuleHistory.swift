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
    @inline(__always)
    public mutating func add(
        _ statistic: Double,
        limits: LocationLimits,
        rules: RunRuleSet
    ) -> RunRuleFinding {
        let x = statistic + 0  // turns −0 into +0, see `isLess`
        record(x, limits)
        return find(rules, beyond: isLess(limits.ucl, x) | isLess(x, limits.lcl))
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
    private func find(_ set: RunRuleSet, beyond: UInt64) -> RunRuleFinding {
        let (above, below, within) = (sides[0], sides[1], sides[2])
        let (aboveOne, belowOne) = (zones[0], zones[1])
        let (rising, falling, turning) = (steps[0], steps[1], steps[2])
        let twoWindow = ones(set.twoSigmaWindow)
        let twoSigma = members(zones[2], of: twoWindow) | members(zones[3], of: twoWindow)
        let oneWindow = ones(set.oneSigmaWindow)
        let oneSigma = members(aboveOne, of: oneWindow) | members(belowOne, of: oneWindow)
        let outside = ones(set.outside)
        let (upper, lower) = (aboveOne & outside, belowOne & outside)

        var found = UInt16(truncatingIfNeeded: beyond)
        found |= bit(all(ones(set.oneSide), of: above) || all(ones(set.oneSide), of: below)) << 1
        let steady = ones(set.trend &- 1)
        found |= bit(all(steady, of: rising) || all(steady, of: falling)) << 2
        found |= bit(all(ones(set.alternation &- 2), of: turning)) << 3
        found |= bit(twoSigma.nonzeroBitCount >= Int(set.twoSigmaCount)) << 4
        found |= bit(oneSigma.nonzeroBitCount >= Int(set.oneSigmaCount)) << 5
        found |= bit(all(ones(set.within), of: within)) << 6
        found |= bit(upper | lower == outside && upper != 0 && lower != 0) << 7
        let short = ones(set.shortOneSide)
        found |= bit(all(short, of: above) || all(short, of: below)) << 8
        found |= ((zones[2] | zones[3]) & 1) << 9
        return RunRuleFinding(
            rules: RunRules(rawValue: found & set.rules.rawValue),
            twoSigmaMembers: twoSigma,
            oneSigmaMembers: oneSigma,
            set: set
        )
    }

    /// A mask of the newest `count` points, 0 to 16.
    @inline(__always)
    func ones(_ count: UInt8) -> UInt16 {
        UInt16(truncatingIfNeeded: 0xFFFF &>> UInt32(16 &- count))
    }

    /// The set bits of the window, provided the newest point is one of them; otherwise 0. Of the
    /// two sides at most one can have the newest point, so their union is the side that matters.
    @inline(__always)
    private func members(_ lane: UInt16, of window: UInt16) -> UInt16 {
        lane & window & (0 &- (lane & 1))
    }

    @inline(__always)
    private func all(_ mask: UInt16, of lane: UInt16) -> Bool { lane & mask == mask }

    @inline(__always)
    private func bit(_ flag: Bool) -> UInt16 { flag ? 1 : 0 }

    /// 1 when a < b, otherwise 0: the sign of the difference, which is exact for finite numbers. A
    /// comparison would become a branch, and on which side of a line the next point falls cannot be
    /// predicted. Neither a nor b may be −0, whose difference from +0 has a sign.
    @inline(__always)
    private func isLess(_ a: Double, _ b: Double) -> UInt64 { (a - b).bitPattern &>> 63 }
}
