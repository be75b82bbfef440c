import ProcessControl

/// One judged point.
struct SPCPoint {
    let label: String
    let stage: Int
    let statistic: Double
    /// The lower of two sums, negative; not a number on other charts.
    var other = Double.nan
    let centre: Double
    let lcl: Double
    let ucl: Double
    var z = Double.nan
    var dispersion = Double.nan
    var dispersionCentre = Double.nan
    var dispersionLCL = Double.nan
    var dispersionUCL = Double.nan
    /// Codes of the rules it completes, each with the numbers of its pattern points.
    var rules: [(code: String, points: [Int])] = []
    var isDispersionSignal = false
    /// Whether the chart had no zones, because nothing varies.
    var isDegenerate = false

    var isSignal: Bool { !rules.isEmpty || isDispersionSignal }
}

/// A stretch of points with limits of their own.
struct SPCStage {
    let name: String
    let start: Int
    let count: Int
    /// Centre and σ as estimated or given.
    let mean: Double
    let sigma: Double
    /// How σ came about: the name of a method, or "given".
    let method: String
    let degreesOfFreedom: Double
    let pointCount: Int
}

/// Everything that `takt spc` says.
struct SPCReport {
    let chart: SPCChart
    /// Values per subgroup, when all have as many.
    let size: Int?
    let ruleSet: RunRuleSet
    var points: [SPCPoint] = []
    var stages: [SPCStage] = []
    /// One per stage; nil without a specification or on charts of attributes.
    var capabilities: [Capability?] = []
    var refused: [String] = []
}
