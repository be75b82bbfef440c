/// One run rule: a pattern of plotted points that is unlikely while the process is stable.
///
/// The first eight are those of Nelson (1984). Western Electric (1956) consists of rules 1, 5, 6
/// and its own run of eight. Ties and edges are decided as follows: a point exactly on a zone
/// boundary is not beyond it; a point exactly on the centre line ends the runs on both sides; two
/// equal neighbours end a trend and an alternation; "k of m" signals as soon as k points qualify,
/// and the newest must be one of them; a signal does not restart the counting.
public enum RunRule: UInt8, CaseIterable, BitwiseCopyable, Sendable {
    /// N1: one point beyond a control limit.
    case beyondLimit = 0
    /// N2: nine points in a row on one side of the centre line.
    case nineOnOneSide = 1
    /// N3: six points in a row, each above the one before, or each below.
    case sixTrending = 2
    /// N4: fourteen points in a row going up and down by turns.
    case fourteenAlternating = 3
    /// N5: two of three points beyond two sigma on the same side.
    case twoOfThreeBeyondTwoSigma = 4
    /// N6: four of five points beyond one sigma on the same side.
    case fourOfFiveBeyondOneSigma = 5
    /// N7: fifteen points in a row within one sigma of the centre line, boundary included.
    case fifteenWithinOneSigma = 6
    /// N8: eight points in a row beyond one sigma, with both sides present.
    case eightBeyondOneSigma = 7
    /// W4: eight points in a row on one side of the centre line (Western Electric).
    case eightOnOneSide = 8

    /// Short name as published: "N1" to "N8", "W4".
    public var code: String {
        self == .eightOnOneSide ? "W4" : "N\(rawValue + 1)"
    }

    /// A rule from its short name; "W1", "W2" and "W3" are the names Western Electric gives to
    /// rules 1, 5 and 6. Nil for any other text.
    public init?(code: String) {
        switch code {
        case "N1", "W1": self = .beyondLimit
        case "N2": self = .nineOnOneSide
        case "N3": self = .sixTrending
        case "N4": self = .fourteenAlternating
        case "N5", "W2": self = .twoOfThreeBeyondTwoSigma
        case "N6", "W3": self = .fourOfFiveBeyondOneSigma
        case "N7": self = .fifteenWithinOneSigma
        case "N8": self = .eightBeyondOneSigma
        case "W4": self = .eightOnOneSide
        default: return nil
        }
    }

    /// What the pattern looks like, as part of a sentence.
    public var title: String {
        switch self {
        case .beyondLimit: "one point beyond a control limit"
        case .nineOnOneSide: "nine points in a row on one side of the centre line"
        case .sixTrending: "six points in a row rising or falling"
        case .fourteenAlternating: "fourteen points in a row alternating up and down"
        case .twoOfThreeBeyondTwoSigma: "two of three points beyond two sigma on one side"
        case .fourOfFiveBeyondOneSigma: "four of five points beyond one sigma on one side"
        case .fifteenWithinOneSigma: "fifteen points in a row within one sigma"
        case .eightBeyondOneSigma: "eight points in a row beyond one sigma on both sides"
        case .eightOnOneSide: "eight points in a row on one side of the centre line"
        }
    }

    /// How many of the newest points the pattern looks at, the completing one included: 1 to 15.
    public var span: Int {
        switch self {
        case .beyondLimit: 1
        case .nineOnOneSide: 9
        case .sixTrending: 6
        case .fourteenAlternating: 14
        case .twoOfThreeBeyondTwoSigma: 3
        case .fourOfFiveBeyondOneSigma: 5
        case .fifteenWithinOneSigma: 15
        case .eightBeyondOneSigma, .eightOnOneSide: 8
        }
    }
}
