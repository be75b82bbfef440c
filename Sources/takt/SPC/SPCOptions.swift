import ArgumentParser
import ProcessControl

/// How `takt spc` reads and judges.
struct SPCOptions: ParsableArguments {
    @Option(help: "The chart. (default: i-mr, or xbar-r and xbar-s for subgroups)")
    var chart: SPCChart?

    @Option(
        help: ArgumentHelp(
            "The column of values or counts. (default: the first)",
            valueName: "column"
        )
    )
    var value: String?

    @Option(
        help: ArgumentHelp("The column that names the subgroup of each value.", valueName: "column")
    )
    var subgroup: String?

    @Option(help: ArgumentHelp("So many rows in a row are a subgroup.", valueName: "count"))
    var size: Int?

    @Option(help: ArgumentHelp("The column of units inspected, for p, np, u.", valueName: "column"))
    var inspected: String?

    @Option(
        help: ArgumentHelp("The column that names the points below the chart.", valueName: "column")
    )
    var label: String?

    @Option(
        help: ArgumentHelp(
            "The column that names stages, each with its own limits.",
            valueName: "column"
        )
    )
    var stage: String?

    @Option(
        help: ArgumentHelp("Only the first points of a stage give its limits.", valueName: "count")
    )
    var phaseOne: Int?

    @Option(
        help: ArgumentHelp(
            "Points left out of the limits, as in 4,17; each needs a cause.",
            valueName: "numbers"
        )
    )
    var exclude: String?

    @Option(help: "Run rules: nelson, western-electric, aiag, montgomery, juran, ihi, nhs, limits.")
    var rules = "nelson"

    @Option(help: "How sigma is estimated: rbar, sbar, pooled, mr-mean, mr-median, sd …")
    var sigmaFrom: SigmaMethod?

    @Option(help: "Span of the moving range.")
    var span = 2

    @Flag(help: "Constants of three decimals, as printed tables have them.")
    var table3 = false

    @Flag(help: "Binomial or Poisson limits instead of three sigma.")
    var exact = false

    @Option(help: "A known process mean or average.")
    var mean: Double?

    @Option(help: "A known standard deviation of single values.")
    var sigma: Double?

    @Option(help: "EWMA: weight of the newest point.")
    var lambda = 0.2

    @Option(help: "EWMA: limits in standard errors.")
    var width = 3.0

    @Option(help: "CUSUM: reference k in standard errors.")
    var reference = 0.5

    @Option(help: "CUSUM: decision interval h in standard errors.")
    var interval = 5.0

    @Option(help: "CUSUM: head start as a share of h.")
    var headStart = 0.0

    @Option(help: "Lower specification limit.")
    var lsl: Double?

    @Option(help: "Upper specification limit.")
    var usl: Double?

    @Option(help: "Target.")
    var target: Double?

    /// The run rules by their name.
    func ruleSet() throws(Failure) -> RunRuleSet {
        guard let set = RunRuleSet(named: rules) else {
            let names = RunRuleSet.named.map(\.name).joined(separator: ", ")
            throw Failure("There are no run rules \(rules); there are: \(names).")
        }
        return set
    }

    /// The specification; nil without limits.
    func specification() throws(Failure) -> SpecificationLimits? {
        guard lsl != nil || usl != nil else { return nil }
        do throws(SpecificationError) {
            return try SpecificationLimits(lower: lsl, upper: usl, target: target)
        } catch { throw Failure(error.description) }
    }

    /// Numbers of the points left out.
    func excluded() throws(Failure) -> Set<Int> {
        guard let exclude else { return [] }
        let numbers = exclude.split(separator: ",").map { Int(CSVTable.trimmed(String($0))) }
        let known = numbers.compactMap { $0 }
        guard known.count == numbers.count, known.allSatisfy({ $0 > 0 }) else {
            throw Failure("--exclude wants numbers of points, as in 4,17, not \(exclude).")
        }
        return Set(known)
    }
}
