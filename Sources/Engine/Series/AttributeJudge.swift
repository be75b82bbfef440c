import ProcessControl
import Records

/// A chart of attributes and, before its limits are known, the samples they will be estimated from.
struct AttributeJudge {
    private var collected: [AttributeSample] = []
    private var chart: AttributeChart?
    /// Points that were plotted before there were limits.
    private var collectedCount = 0

    init(_ plan: ChartPlan) {
        if case .average(let average, let between) = plan.settings.limits {
            chart = Self.chart(plan, average, between)
        }
    }

    /// Samples that the estimate of the limits rests on.
    private static func target(_ plan: ChartPlan) -> Int {
        if case .estimated(let points) = plan.settings.limits { points } else { 0 }
    }

    private static func chart(
        _ plan: ChartPlan,
        _ average: Double,
        _ between: Double
    ) -> AttributeChart? {
        (try? plan.attributes(average: average, between: between)).map(AttributeChart.init)
    }

    /// Why the chart cannot take a sample; nil when it can.
    static func refusal(of sample: AttributeSample, _ plan: ChartPlan) -> PointOutcome? {
        guard let kind = plan.kind.attributes else { return nil }
        if let refusal = sample.refusal(kind) { return refusal }
        return kind == .np && sample.inspected != Double(plan.settings.sampleSize)
            ? .rejectedSubgroupSize : nil
    }

    mutating func add(_ sample: AttributeSample, _ plan: ChartPlan) -> PointVerdict {
        if let refusal = Self.refusal(of: sample, plan) {
            return PointVerdict(number: 0, statistic: .nan, outcome: refusal)
        }
        guard var chart else { return collect(sample, plan) }
        var verdict = chart.add(sample)
        verdict.pointNumber += collectedCount
        self.chart = chart
        return verdict
    }

    private mutating func collect(_ sample: AttributeSample, _ plan: ChartPlan) -> PointVerdict {
        let kind = plan.kind.attributes ?? .p
        collected.append(sample)
        collectedCount += 1
        if collected.count >= Self.target(plan),
            let estimate = try? AttributeEstimate(collected, kind: kind)
        {
            // Nothing varied: then there is no variation between samples either.
            let between = estimate.betweenSigma.isNaN ? 0 : estimate.betweenSigma
            chart = Self.chart(plan, estimate.average, between)
            collected = []
        }
        return PointVerdict(
            number: collectedCount,
            statistic: kind.isCount ? sample.count : sample.count / sample.inspected,
            outcome: .collecting
        )
    }
}

extension AttributeJudge {
    func write(to writer: inout StateWriter) {
        writer.write(Int64(collectedCount))
        writer.write(count: collected.count)
        for sample in collected {
            writer.write(sample.count)
            writer.write(sample.inspected)
        }
        writer.write(chart != nil)
        guard let chart else { return }
        writer.write(chart.design.average)
        writer.write(chart.design.betweenSigma)
        chart.write(to: &writer)
    }

    init(_ plan: ChartPlan, from reader: inout StateReader) throws(StateError) {
        collectedCount = Int(try reader.read(in: 0...(Int64.max / 2), "a count of samples"))
        let count = try reader.readCount(limit: Self.target(plan), elementByteCount: 16)
        for _ in 0..<count {
            let counted = try reader.readDouble()
            let sample = AttributeSample(count: counted, inspected: try reader.readDouble())
            guard Self.refusal(of: sample, plan) == nil else {
                throw reader.invalid("a sample of \(sample.count) in \(sample.inspected)")
            }
            collected.append(sample)
        }
        guard try reader.readBool() else { return }
        let average = try reader.readDouble()
        let between = try reader.readDouble()
        guard let design = try? plan.attributes(average: average, between: between) else {
            throw reader.invalid(
                "an average of \(average) on a chart of kind \(plan.kind.rawValue)"
            )
        }
        chart = try AttributeChart(design: design, from: &reader)
    }
}
