import ProcessControl

/// What a chart says about a point, whichever chart it is.
enum SPCVerdict {
    case point(PointVerdict)
    case sums(CUSUMVerdict)
}

/// A stage's points as judged, and what its limits rest on.
struct SPCJudged {
    var rows: [SPCRow]
    let mean: Double
    let sigma: Double
    let method: String
    let degreesOfFreedom: Double
    let pointCount: Int

    func stage(_ name: String, start: Int, count: Int) -> SPCStage {
        SPCStage(
            name: name,
            start: start,
            count: count,
            mean: mean,
            sigma: sigma,
            method: method,
            degreesOfFreedom: degreesOfFreedom,
            pointCount: pointCount
        )
    }
}

/// Judges the points of one stage.
struct SPCJudge {
    private let options: SPCOptions
    private let chart: SPCChart
    private let ruleSet: RunRuleSet

    init(_ options: SPCOptions, _ report: SPCReport) {
        self.options = options
        chart = report.chart
        ruleSet = report.ruleSet
    }

    private var table: ConstantsTable { options.table3 ? .table3 : .exact }

    func attributes(
        _ kind: AttributeKind,
        _ samples: [SPCSample],
        _ base: [SPCSample]
    ) throws -> SPCJudged {
        func sample(_ sample: SPCSample) -> AttributeSample {
            AttributeSample(count: sample.values[0], inspected: sample.inspected)
        }
        let estimate = try AttributeEstimate(base.map(sample), kind: kind, table: table)
        let between = estimate.betweenSigma.isNaN ? 0 : estimate.betweenSigma
        let design = try AttributeDesign(
            kind: kind,
            average: options.mean ?? estimate.average,
            sampleSize: kind == .np ? samples[0].inspected : 1,
            betweenSigma: kind.isLaney ? options.sigma ?? between : 1,
            limits: options.exact ? .exact : .threeSigma,
            rules: ruleSet
        )
        var chart = AttributeChart(design)
        let rows = samples.map { SPCRow(verdict: .point(chart.add(sample($0)))) }
        return SPCJudged(
            rows: rows,
            mean: design.average,
            sigma: kind.isLaney ? design.betweenSigma : .nan,
            method: options.mean == nil ? "average" : "given",
            degreesOfFreedom: .nan,
            pointCount: base.count
        )
    }

    func variables(_ samples: [SPCSample], _ base: [SPCSample]) throws -> SPCJudged {
        let isSingle = samples.allSatisfy { $0.values.count == 1 }
        let estimate = try isSingle ? individuals(base) : subgroups(base)
        let mean = options.mean ?? estimate?.mean ?? 0
        let sigma = options.sigma ?? estimate?.sigma ?? 0
        let isGiven = options.sigma != nil
        return SPCJudged(
            rows: try rows(samples, base, mean, sigma, isSingle),
            mean: mean,
            sigma: sigma,
            method: isGiven ? "given" : estimate?.method.name ?? "given",
            degreesOfFreedom: isGiven ? .nan : estimate?.degreesOfFreedom ?? .nan,
            pointCount: base.count
        )
    }

    private var isGiven: Bool { options.mean != nil && options.sigma != nil }

    private func individuals(_ base: [SPCSample]) throws -> ProcessEstimate? {
        if isGiven { return nil }
        return try ProcessEstimate(
            individuals: base.map { $0.values[0] },
            method: options.sigmaFrom ?? .meanMovingRange,
            span: options.span,
            table: table
        )
    }

    private func subgroups(_ base: [SPCSample]) throws -> ProcessEstimate? {
        if isGiven { return nil }
        let usual: SigmaMethod = chart == .meanDeviation ? .meanDeviation : .meanRange
        return try ProcessEstimate(
            base.compactMap { SubgroupSummary($0.values) },
            method: options.sigmaFrom ?? usual,
            table: table
        )
    }

    private func rows(
        _ samples: [SPCSample],
        _ base: [SPCSample],
        _ mean: Double,
        _ sigma: Double,
        _ isSingle: Bool
    ) throws -> [SPCRow] {
        // Nothing varies: a chart that estimates from equal values is degenerate by itself.
        guard sigma > 0 else { return try degenerate(samples, base, isSingle) }
        let means = samples.map { SubgroupSummary($0.values)?.mean ?? .nan }
        switch chart {
        case .ewma:
            var ewma = EWMAChart(
                try EWMADesign(
                    lambda: options.lambda,
                    width: options.width,
                    mean: mean,
                    sigma: sigma
                )
            )
            return zip(means, samples).map {
                SPCRow(verdict: .point(ewma.add($0, count: $1.values.count)))
            }
        case .cusum:
            var cusum = CUSUMChart(
                try CUSUMDesign(
                    reference: options.reference,
                    interval: options.interval,
                    mean: mean,
                    sigma: sigma,
                    headStart: options.headStart
                )
            )
            return zip(means, samples).map {
                SPCRow(verdict: .sums(cusum.add($0, count: $1.values.count)))
            }
        default:
            return try shewhart(samples, .known(mean: mean, sigma: sigma), isSingle)
        }
    }

    private func degenerate(
        _ samples: [SPCSample],
        _ base: [SPCSample],
        _ isSingle: Bool
    ) throws -> [SPCRow] {
        guard chart != .ewma, chart != .cusum else {
            throw Failure("Nothing varies, so there is no \(chart.title) chart. Give --sigma.")
        }
        let rows = try shewhart(base + samples, .estimated(count: base.count), isSingle)
        return Array(rows.dropFirst(base.count))
    }

    private func shewhart(
        _ samples: [SPCSample],
        _ limits: LimitsSource,
        _ isSingle: Bool
    ) throws -> [SPCRow] {
        let kind: ChartKind =
            isSingle ? .individualsMovingRange : chart == .meanRange ? .meanRange : .meanDeviation
        let design = try ChartDesign(
            kind: kind,
            subgroupSize: samples[0].values.count,
            sizeVaries: !isSingle,
            span: options.span,
            rules: ruleSet,
            limits: limits,
            table: table
        )
        if isSingle {
            var chart = IndividualsChart(design)
            return samples.map { SPCRow(verdict: .point(chart.add($0.values[0]))) }
        }
        var chart = ControlChart(design)
        return samples.map { SPCRow(verdict: .point(chart.add(subgroup: $0.values.span))) }
    }
}
