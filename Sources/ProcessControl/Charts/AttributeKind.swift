/// Which chart of attributes: what is counted, and how the counts vary.
public enum AttributeKind: UInt8, BitwiseCopyable, CaseIterable, Sendable {
    /// np: defective units in samples of one size; binomial.
    case np = 0
    /// p: proportion of defective units, sample sizes may vary; binomial.
    case p = 1
    /// c: defects in one and the same area of opportunity; Poisson.
    case c = 2
    /// u: defects per unit inspected, areas may vary; Poisson.
    case u = 3
    /// p′ of Laney (2002): p with the variation between samples that large samples show.
    case laneyP = 4
    /// u′ of Laney (2002): u likewise.
    case laneyU = 5

    /// Whether defective units are counted, each at most once.
    public var isBinomial: Bool { self == .np || isProportion }
    /// Whether the plotted statistic is a proportion of 0 to 1.
    public var isProportion: Bool { self == .p || self == .laneyP }
    /// Whether the plotted statistic is a count, of samples of one size.
    public var isCount: Bool { self == .np || self == .c }
    /// Whether variation between samples widens or narrows the limits.
    public var isLaney: Bool { self == .laneyP || self == .laneyU }

    /// A short name: "np", "p", "c", "u", "laney-p", "laney-u".
    public var name: String {
        switch self {
        case .np: "np"
        case .p: "p"
        case .c: "c"
        case .u: "u"
        case .laneyP: "laney-p"
        case .laneyU: "laney-u"
        }
    }

    /// The name with its article, for sentences.
    var article: String { (self == .np ? "an " : "a ") + name }
}

/// How limits of attributes are computed.
public enum AttributeLimits: UInt8, BitwiseCopyable, CaseIterable, Sendable {
    /// Centre ± 3 standard errors; a lower limit below zero is zero and cannot signal.
    case threeSigma = 0
    /// Quantiles of the binomial or Poisson distribution at Φ(−3) on each side: a signal beyond either
    /// limit has a probability of at most 0.00135.
    case exact = 1
}
