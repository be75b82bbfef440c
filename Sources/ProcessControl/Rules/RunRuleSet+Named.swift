// Which rules the published sets hold. Several handbooks are not public; a set here is what its name
// usually means in software, and no certification is claimed.
extension RunRuleSet {
    /// Only rule 1; what R, S and moving-range charts apply.
    public static let limitsOnly = RunRuleSet(.beyondLimit)

    /// All eight rules of Nelson (1984): 1, 9, 6, 14, 2 of 3, 4 of 5, 15, 8.
    public static let nelson = RunRuleSet(.nelson)

    /// Western Electric (1956): rule 1, 2 of 3, 4 of 5, and eight on one side.
    public static let westernElectric = RunRuleSet(.westernElectric)

    /// The Automotive Industry Action Group's list, the same eight as Nelson's.
    public static let aiag = RunRuleSet(.nelson)

    /// Montgomery's: Western Electric, and one point beyond a warning limit at two sigma.
    public static let montgomery = RunRuleSet(
        RunRules.westernElectric.union(RunRules(.beyondWarning))
    )

    /// Juran's: rule 1, 2 of 3, 4 of 5, nine on one side, six rising or falling, eight beyond one
    /// sigma.
    public static let juran = RunRuleSet([
        .beyondLimit, RunRules(.beyondTwoSigma), RunRules(.beyondOneSigma), RunRules(.oneSide),
        RunRules(.trend), RunRules(.outsideOneSigma),
    ])

    /// The Institute for Healthcare Improvement's: rule 1, a shift of eight, a trend of six, 2 of 3,
    /// and fifteen within one sigma.
    public static let ihi = healthCare(shift: 8, [RunRules(.withinOneSigma)])

    /// The National Health Service's: rule 1, a shift of seven, a trend of six, 2 of 3.
    public static let nhs = healthCare(shift: 7, [])

    /// A published set by its name: "nelson", "western-electric", "aiag", "montgomery", "juran",
    /// "ihi", "nhs", "limits"; nil for any other text.
    public init?(named name: String) {
        guard let set = Self.named.first(where: { $0.name == name })?.set else { return nil }
        self = set
    }

    /// The published sets in the order of their fame.
    public static let named: [(name: String, set: RunRuleSet)] = [
        ("nelson", nelson), ("western-electric", westernElectric), ("aiag", aiag),
        ("montgomery", montgomery), ("juran", juran), ("ihi", ihi), ("nhs", nhs),
        ("limits", limitsOnly),
    ]

    private static func healthCare(shift: UInt8, _ more: RunRules) -> RunRuleSet {
        var set = RunRuleSet([
            .beyondLimit, RunRules(.oneSide), RunRules(.trend), RunRules(.beyondTwoSigma),
        ])
        set.rules.formUnion(more)
        set.oneSide = shift
        return set
    }
}
