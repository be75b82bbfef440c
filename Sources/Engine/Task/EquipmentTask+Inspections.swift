import ProcessControl
import Records

/// What a sample was inspected for: units, and how many were defective or how many defects they had.
struct InspectionCounts {
    var inspected: Double
    /// Nil when it does not say.
    var defectives: Double?
    var defects: Double?

    /// The sample for a chart of attributes; nil when it counts something else, or measures.
    func sample(_ plan: ChartPlan) -> AttributeSample? {
        guard let kind = plan.kind.attributes, let count = kind.isBinomial ? defectives : defects
        else { return nil }
        return AttributeSample(count: count, inspected: inspected)
    }
}

extension EquipmentTask {
    /// A sample was inspected: charts of attributes plot it, rules see it.
    func applyInspection(
        _ machine: Machine,
        _ time: EventTime,
        _ bench: Workbench
    ) throws(Rejection) -> Fate {
        let name = bench.fields[Slot.Inspection.characteristic]
        try checkName(name)
        let counts = try inspectionCounts(bench)
        if bench.hasAttributeCharts, bench.stages.contains(.charts),
            let index = try inspectedSeries(machine, name, counts, bench)
        {
            let newest = series.rows[index].newest
            if time < newest, newest - time > bench.limits.allowedLatenessNanoseconds {
                return .late
            }
            noteTime(time, of: index)
            plot(counts, index, machine, time, bench)
        }
        evaluateRules(ruleTopics.inspections, machine, time, bench)
        return .counted
    }

    /// The row of a characteristic with charts of attributes, made when it is new; nil for others.
    private func inspectedSeries(
        _ machine: Machine,
        _ name: FieldValue,
        _ counts: InspectionCounts,
        _ bench: Workbench
    ) throws(Rejection) -> Int? {
        let product = productIndex(machine, bench)
        let known = findSeries(machine, name, product, bench)
        let plans: [ChartPlan]
        if let known {
            plans = bench.profiles[Int(series.rows[known].profile)].plans
        } else {
            let text = bench.fields.string(name) ?? ""
            guard
                let settings = plantSettings(of: text, at: machine.name, bench)
            else { return nil }
            let profile = bench.profile(for: settings)
            plans = bench.profiles[profile].plans
        }
        guard plans.contains(where: \.isAttributes) else { return nil }
        try check(counts, plans)
        guard let known else { return try makeSeries(machine, name, product, bench) }
        willChange(series: known, bench)
        return known
    }

    /// Refuses a sample that a chart which counts what it counted cannot take, and one that no chart
    /// counts.
    private func check(_ counts: InspectionCounts, _ plans: [ChartPlan]) throws(Rejection) {
        var isCounted = false
        for plan in plans {
            guard let sample = counts.sample(plan) else { continue }
            isCounted = true
            guard let refusal = AttributeJudge.refusal(of: sample, plan) else { continue }
            throw Rejection(
                "bad-inspection",
                "\(sample.count) in \(sample.inspected) inspected is no sample of the "
                    + "\(plan.kind.rawValue) chart: \(Self.reason(refusal, plan)); correct the message "
                    + "or the plant file."
            )
        }
        guard isCounted else {
            throw Rejection(
                "bad-inspection",
                "The charts of this characteristic count "
                    + (counts.defects == nil ? "'defects'" : "'defectives'")
                    + ", which the record does not say; send them or change the chart."
            )
        }
    }

    private static func reason(_ refusal: PointOutcome, _ plan: ChartPlan) -> String {
        switch refusal {
        case .rejectedSubgroupSize: "its samples have \(plan.settings.sampleSize) units"
        case .rejectedCount: "what is counted are whole numbers of 0 or more"
        case .rejectedNothingInspected: "a whole number of units is inspected"
        case .rejectedMoreThanInspected: "at most all units are defective"
        default: "the numbers are too large"
        }
    }

    private func inspectionCounts(_ bench: Workbench) throws(Rejection) -> InspectionCounts {
        guard let inspected = bench.fields[Slot.Inspection.inspected].double, inspected > 0 else {
            throw Rejection(
                "bad-inspection",
                "The field 'inspected' must be a number above zero."
            )
        }
        let defectives = bench.fields[Slot.Inspection.defectives]
        let defects = bench.fields[Slot.Inspection.defects]
        guard defectives.isPresent || defects.isPresent else {
            throw Rejection(
                "bad-inspection",
                "Neither 'defectives' nor 'defects' is given; send one of them."
            )
        }
        if defectives.isPresent {
            guard let count = defectives.double, count >= 0, count <= inspected else {
                throw Rejection(
                    "bad-inspection",
                    "The field 'defectives' must be a number between 0 and 'inspected' (\(inspected))."
                )
            }
        }
        if defects.isPresent {
            guard let count = defects.double, count >= 0 else {
                throw Rejection(
                    "bad-inspection",
                    "The field 'defects' must be a number of 0 or more."
                )
            }
        }
        return InspectionCounts(
            inspected: inspected,
            defectives: defectives.double,
            defects: defects.double
        )
    }
}
