/// What the run rules remember of the newest sixteen points of a chart: one bit per point and zone.
///
/// Each register holds one yes-or-no question about the points; bit 0 is the newest, and a new point
/// shifts the others up. A rule is then a mask, or a mask and a population count, so a point costs
/// the same whatever the lengths of the patterns. Points that have not been seen are zeros, which no
/// rule counts, so nothing needs to know how many points there were.
///
///     zone        < −2σ   −2σ…−1σ   −1σ…0   0…1σ   1σ…2σ   > 2σ
///     below         x        x         x
///     belowOne      x        x
///     belowTwo      x
///     within                           x      x
///     above                                   x      x        x      (aboveOne, aboveTwo alike)
public struct RunRuleHistory: BitwiseCopyable, Sendable {
    /// The newest statistic, for trends; not a number before the first point, which no comparison
    /// with it then calls a step.
    private var previous = Double.nan
    private var above: UInt16 = 0
    private var below: UInt16 = 0
    private var aboveOne: UInt16 = 0
    private var belowOne: UInt16 = 0
    private var aboveTwo: UInt16 = 0
    private var belowTwo: UInt16 = 0
    private var within: UInt16 = 0
    private var rising: UInt16 = 0
    private var falling: UInt16 = 0
    private var turning: UInt16 = 0

    /// No points seen.
    public init() {}

    /// Takes the next plotted statistic and says which of `rules` it completes.
    ///
    /// Zones are compared with the limits themselves, not with a quotient, so a point that equals a
    /// printed limit is never called beyond it by rounding. The statistic must be finite. O(1).
    public mutating func add(
        _ statistic: Double,
        limits: LocationLimits,
        rules: RunRules
    ) -> RunRuleFinding {
        record(statistic, limits)
        return find(rules, beyond: statistic > limits.ucl || statistic < limits.lcl)
    }

    private mutating func record(_ x: Double, _ limits: LocationLimits) {
        let isAboveOne = x > limits.centre + limits.upperZone
        let isBelowOne = x < limits.centre - limits.lowerZone
        above = above << 1 | bit(x > limits.centre)
        below = below << 1 | bit(x < limits.centre)
        aboveOne = aboveOne << 1 | bit(isAboveOne)
        belowOne = belowOne << 1 | bit(isBelowOne)
        aboveTwo = aboveTwo << 1 | bit(x > limits.centre + 2 * limits.upperZone)
        belowTwo = belowTwo << 1 | bit(x < limits.centre - 2 * limits.lowerZone)
        within = within << 1 | bit(!isAboveOne && !isBelowOne)

        let goesUp = bit(x > previous)
        let goesDown = bit(x < previous)
        turning = turning << 1 | (goesUp & falling | goesDown & rising)
        rising = rising << 1 | goesUp
        falling = falling << 1 | goesDown
        previous = x
    }

    private func find(_ rules: RunRules, beyond: Bool) -> RunRuleFinding {
        let twoSigma = newestIsMember(aboveTwo, of: 0b111) | newestIsMember(belowTwo, of: 0b111)
        let oneSigma =
            newestIsMember(aboveOne, of: 0b1_1111) | newestIsMember(belowOne, of: 0b1_1111)
        let outside = aboveOne | belowOne

        var found = bit(beyond)
        found |= bit(all(0x1FF, of: above) || all(0x1FF, of: below)) << 1
        found |= bit(all(0x1F, of: rising) || all(0x1F, of: falling)) << 2
        found |= bit(all(0xFFF, of: turning)) << 3
        found |= bit(twoSigma.nonzeroBitCount >= 2) << 4
        found |= bit(oneSigma.nonzeroBitCount >= 4) << 5
        found |= bit(all(0x7FFF, of: within)) << 6
        found |= bit(all(0xFF, of: outside) && aboveOne & 0xFF != 0 && belowOne & 0xFF != 0) << 7
        found |= bit(all(0xFF, of: above) || all(0xFF, of: below)) << 8
        return RunRuleFinding(
            rules: RunRules(rawValue: found & rules.rawValue),
            twoSigmaMembers: UInt8(truncatingIfNeeded: twoSigma),
            oneSigmaMembers: UInt8(truncatingIfNeeded: oneSigma)
        )
    }

    /// The set bits of the window, provided the newest point is one of them; otherwise 0. Of the two
    /// sides at most one can have the newest point, so their union is the side that matters.
    private func newestIsMember(_ register: UInt16, of window: UInt16) -> UInt16 {
        register & window & (0 &- (register & 1))
    }

    private func all(_ mask: UInt16, of register: UInt16) -> Bool { register & mask == mask }

    private func bit(_ flag: Bool) -> UInt16 { flag ? 1 : 0 }
}
