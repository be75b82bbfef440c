import ProcessControl

/// Estimates limits per stage and judges every point by them.
struct SPCAnalysis {
    private let options: SPCOptions
    private let excluded: Set<Int>
    private let specification: SpecificationLimits?
    private(set) var report: SPCReport

    init(_ input: SPCInput, _ options: SPCOptions) throws(Failure) {
        self.options = options
        excluded = try options.excluded()
        specification = try options.specification()
        let sizes = Set(input.samples.map(\.values.count))
        let chart = options.chart ?? Self.usual(sizes)
        report = SPCReport(
            chart: chart,
            size: sizes.count == 1 ? sizes.first : nil,
            ruleSet: try options.ruleSet()
        )
        report.refused = input.refused
        try check(sizes, chart)
        var samples: [SPCSample] = []
        for sample in input.samples where accepts(sample, chart) { samples.append(sample) }
        guard !samples.isEmpty else { throw Failure("Not one row can be charted as it is.") }
        var start = 0
        while start < samples.count {
            let name = samples[start].stage
            let end = samples[start...].firstIndex { $0.stage != name } ?? samples.count
            try add(Array(samples[start..<end]), name, from: start)
            start = end
        }
    }

    /// Whether a chart of attributes can take a sample; others take whatever is a number.
    private mutating func accepts(_ sample: SPCSample, _ chart: SPCChart) -> Bool {
        guard let kind = chart.attributes else { return true }
        let counted = AttributeSample(count: sample.values[0], inspected: sample.inspected)
        let reason: String
        switch counted.refusal(kind) {
        case nil: return true
        case .rejectedCount: reason = "the count is negative or no whole number"
        case .rejectedNothingInspected:
            reason = "nothing was inspected, or no whole number of units"
        case .rejectedMoreThanInspected: reason = "there are more defectives than inspected units"
        default: reason = "a number is not finite or too large"
        }
        report.refused.append(
            "Point \(sample.label), \(sample.values[0]) of \(sample.inspected): \(reason)."
        )
        return false
    }

    private static func usual(_ sizes: Set<Int>) -> SPCChart {
        if sizes == [1] { return .individuals }
        return sizes.count == 1 && sizes.allSatisfy { $0 <= 8 } ? .meanRange : .meanDeviation
    }

    private func check(_ sizes: Set<Int>, _ chart: SPCChart) throws(Failure) {
        guard !sizes.isEmpty else { throw Failure("There is not a single number to chart.") }
        let wantsGroups = chart == .meanRange || chart == .meanDeviation
        guard !wantsGroups || !sizes.contains(1) else {
            throw Failure(
                "A chart \(chart.rawValue) needs subgroups of 2 or more values; say with --subgroup or "
                    + "--size which values belong together."
            )
        }
        guard wantsGroups || chart == .ewma || chart == .cusum || sizes == [1] else {
            throw Failure("A chart \(chart.rawValue) plots single values; leave --subgroup out.")
        }
        let needs: [SPCChart] = [.np, .p, .u, .laneyP, .laneyU]
        guard !needs.contains(chart) || options.inspected != nil else {
            throw Failure(
                "A chart \(chart.rawValue) needs the units inspected; name their column with "
                    + "--inspected."
            )
        }
    }

    /// The samples a stage's limits rest on.
    private func phaseOne(_ samples: [SPCSample], from start: Int) -> [SPCSample] {
        let first = samples.indices.prefix(options.phaseOne ?? samples.count)
        return first.filter { !excluded.contains(start + $0 + 1) }.map { samples[$0] }
    }

    private mutating func add(
        _ samples: [SPCSample],
        _ name: String,
        from start: Int
    ) throws(Failure) {
        let base = phaseOne(samples, from: start)
        let ofStage = name.isEmpty ? "" : " of stage \(name)"
        do {
            let judged: SPCJudged
            if let kind = report.chart.attributes {
                judged = try SPCJudge(options, report).attributes(kind, samples, base)
            } else {
                judged = try SPCJudge(options, report).variables(samples, base)
            }
            let number = report.stages.count
            for (index, row) in judged.rows.enumerated() {
                report.points.append(
                    row.point(samples[index].label, number, start: start, report.ruleSet)
                )
            }
            report.stages.append(judged.stage(name, start: start, count: samples.count))
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure("The points\(ofStage) cannot be charted: \(error)")
        }
        report.capabilities.append(capability(samples))
    }

    private func capability(_ samples: [SPCSample]) -> Capability? {
        guard let specification, report.chart.attributes == nil, let stage = report.stages.last
        else { return nil }
        var reading = CapabilityReading(specification)
        for value in samples.lazy.flatMap(\.values) { reading.add(value) }
        let points = report.points[stage.start..<stage.start + stage.count]
        return Capability(
            reading,
            sigmaWithin: stage.sigma,
            signalCount: points.count(where: \.isSignal)
        )
    }
}
