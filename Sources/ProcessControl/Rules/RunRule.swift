/// One run rule: a pattern of plotted points that is unlikely while the process is stable.
///
/// The first eight are those of Nelson (1984). Western Electric (1956) consists of rules 1, 5, 6
/// and its own run of eight. The lengths are Nelson's unless a `RunRuleSet` says others. Ties and edges are decided as follows: a point exactly on a zone
/// boundary is not beyond it; a point exactly on the centre line ends the runs on both sides; two
/// equal neighbours end a trend and an alternation; "k of m" signals as soon as k points qualify,
/// and the newest must be one of them; a signal does not restart the counting.
public enum RunRule: UInt8, CaseIterable, BitwiseCopyable, Sendable {
    /// N1: one point beyond a control limit.
    case beyondLimit = 0
    /// N2: nine points in a row on one side of the centre line.
    case oneSide = 1
    /// N3: six points in a row, each above the one before, or each below.
    case trend = 2
    /// N4: fourteen points in a row going up and down by turns.
    case alternation = 3
    /// N5: two of three points beyond two sigma on the same side.
    case beyondTwoSigma = 4
    /// N6: four of five points beyond one sigma on the same side.
    case beyondOneSigma = 5
    /// N7: fifteen points in a row within one sigma of the centre line, boundary included.
    case withinOneSigma = 6
    /// N8: eight points in a row beyond one sigma, with both sides present.
    case outsideOneSigma = 7
    /// W4: eight points in a row on one side of the centre line (Western Electric).
    case shortOneSide = 8
    /// M10: one point beyond a warning limit at two sigma (Montgomery).
    case beyondWarning = 9

    /// Short name as published: "N1" to "N8", "W4", "M10".
    public var code: String {
        switch self {
        case .shortOneSide: "W4"
        case .beyondWarning: "M10"
        default: "N\(rawValue + 1)"
        }
    }

    /// A rule from its short name; "W1", "W2" and "W3" are the names Western Electric gives to
    /// rules 1, 5 and 6. Nil for any other text.
    public init?(code: String) {
        switch code {
        case "N1", "W1": self = .beyondLimit
        case "N2": self = .oneSide
        case "N3": self = .trend
        case "N4": self = .alternation
        case "N5", "W2": self = .beyondTwoSigma
        case "N6", "W3": self = .beyondOneSigma
        case "N7": self = .withinOneSigma
        case "N8": self = .outsideOneSigma
        case "W4": self = .shortOneSide
        case "M10": self = .beyondWarning
        default: return nil
        }
    }

    /// What the pattern looks like with the lengths of Nelson, as part of a sentence.
    public var title: String { RunRuleSet(RunRules(self)).title(of: self) }

    /// How many of the newest points the pattern looks at with the lengths of Nelson, the completing
    /// one included: 1 to 15.
    public var span: Int { RunRuleSet(RunRules(self)).span(of: self) }
}
