/// Which run rules a chart applies, how long their patterns are, and what a signal does to counting.
///
/// Twelve bytes; the lengths that rules of Nelson (1984) have are the defaults, so a set of one's own
/// names only what differs:
///
///     var own = RunRuleSet.nelson
///     own.trend = 7
///     own.rules.remove(RunRules(.alternation))
///
/// A pattern may span 2 to 16 points; `isValid` says whether all do.
public struct RunRuleSet: BitwiseCopyable, Hashable, Sendable {
    /// The rules that are applied.
    public var rules: RunRules
    /// Points in a row on one side of the centre line (rule 2).
    public var oneSide: UInt8 = 9
    /// Points in a row that rise or fall (rule 3).
    public var trend: UInt8 = 6
    /// Points in a row going up and down by turns (rule 4).
    public var alternation: UInt8 = 14
    /// Of `twoSigmaWindow` points, how many beyond two sigma on one side (rule 5).
    public var twoSigmaCount: UInt8 = 2
    /// See `twoSigmaCount`.
    public var twoSigmaWindow: UInt8 = 3
    /// Of `oneSigmaWindow` points, how many beyond one sigma on one side (rule 6).
    public var oneSigmaCount: UInt8 = 4
    /// See `oneSigmaCount`.
    public var oneSigmaWindow: UInt8 = 5
    /// Points in a row within one sigma (rule 7).
    public var within: UInt8 = 15
    /// Points in a row beyond one sigma, both sides present (rule 8).
    public var outside: UInt8 = 8
    /// Points in a row on one side, for the shorter run of Western Electric (W4).
    public var shortOneSide: UInt8 = 8
    /// Whether a signal makes all counting start anew. Usually not: alerts are latched elsewhere, and
    /// the points after a signal still tell.
    public var resetsOnSignal = false

    /// A set with Nelson's lengths.
    public init(_ rules: RunRules) { self.rules = rules }

    /// Whether every pattern spans 2 to 16 points and asks for no more of them than that.
    public var isValid: Bool {
        let runs = [oneSide, trend, alternation, within, outside, shortOneSide]
        return (runs + [twoSigmaWindow, oneSigmaWindow]).allSatisfy { (2...16).contains($0) }
            && (1...twoSigmaWindow).contains(twoSigmaCount)
            && (1...oneSigmaWindow).contains(oneSigmaCount) && trend > 2 && alternation > 2
    }

    /// The same lengths, only rules 1 to 4 and W4: what charts of attributes apply at most, because
    /// their zones are no third of anything normal.
    public var forAttributes: RunRuleSet {
        var copy = self
        copy.rules.formIntersection([
            .beyondLimit, RunRules(.oneSide), RunRules(.trend), RunRules(.alternation),
            RunRules(.shortOneSide),
        ])
        return copy
    }

    /// How many of the newest points a rule looks at, the completing one included.
    public func span(of rule: RunRule) -> Int {
        switch rule {
        case .beyondLimit, .beyondWarning: 1
        case .oneSide: Int(oneSide)
        case .trend: Int(trend)
        case .alternation: Int(alternation)
        case .beyondTwoSigma: Int(twoSigmaWindow)
        case .beyondOneSigma: Int(oneSigmaWindow)
        case .withinOneSigma: Int(within)
        case .outsideOneSigma: Int(outside)
        case .shortOneSide: Int(shortOneSide)
        }
    }

    /// What the pattern of a rule looks like in this set, as part of a sentence.
    public func title(of rule: RunRule) -> String {
        let points = "\(Self.word(span(of: rule))) points in a row"
        switch rule {
        case .beyondLimit: return "one point beyond a control limit"
        case .oneSide, .shortOneSide: return "\(points) on one side of the centre line"
        case .trend: return "\(points) rising or falling"
        case .alternation: return "\(points) alternating up and down"
        case .beyondTwoSigma:
            let count = Self.word(Int(twoSigmaCount))
            return "\(count) of \(Self.word(span(of: rule))) points beyond two sigma on one side"
        case .beyondOneSigma:
            let count = Self.word(Int(oneSigmaCount))
            return "\(count) of \(Self.word(span(of: rule))) points beyond one sigma on one side"
        case .withinOneSigma: return "\(points) within one sigma"
        case .outsideOneSigma: return "\(points) beyond one sigma on both sides"
        case .beyondWarning: return "one point beyond a warning limit at two sigma"
        }
    }

    private static func word(_ number: Int) -> String {
        let words = [
            "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
            "twelve", "thirteen", "fourteen", "fifteen", "sixteen",
        ]
        return words.indices.contains(number - 1) ? words[number - 1] : "\(number)"
    }
}
