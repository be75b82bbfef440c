import ProcessControl
import Records

/// A chart of attributes and, before its limits are known, the samples they will be estimated from.
struct AttributeJudge {
    private var collected: [AttributeSample] = []
    private var chart: AttributeChart?
    /// Points that were plotted before there were limits.
    private var collectedCount = 0
    /// Version of the limits in force, or of the last ones.
    private(set) var limitVersion: UInt32 = 0
    /// Whether limits come from somebody, and are not estimated here.
    private var waits = false

    init(_ plan: ChartPlan) {
        waits = plan.settings.isFrozenByHand
        if case .average(let average, let between) = plan.settings.limits {
            begin(average, between, plan)
        }
    }

    /// Limits in force; nil while there are none.
    var limits: LifeEstimate? {
        chart.map {
            LifeEstimate(
                mean: $0.design.average,
                sigma: $0.design.betweenSigma,
                pointCount: 0
            )
        }
    }

    /// Judges by new limits from the next sample on; run rules start anew.
    mutating func begin(_ average: Double, _ between: Double, _ plan: ChartPlan) {
        guard let design = try? plan.attributes(average: average, between: between) else { return }
        if chart == nil { chart = AttributeChart(design) } else { chart?.reset(to: design) }
        limitVersion += 1
        collected = []
    }

    /// Judges no more until somebody gives limits.
    mutating func collectAnew() {
        collectedCount += chart?.pointCount ?? 0
        chart = nil
        collected = []
        waits = true
    }

    /// Lets run rules start anew with the same limits.
    mutating func breakRuns() { chart?.breakRuns() }

    /// Samples that the estimate of the limits rests on.
    private static func target(_ plan: ChartPlan) -> Int {
        if case .estimated(let points) = plan.settings.limits { points } else { 0 }
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
        verdict.limitVersion = limitVersion
        self.chart = chart
        return verdict
    }

    private mutating func collect(_ sample: AttributeSample, _ plan: ChartPlan) -> PointVerdict {
        let kind = plan.kind.attributes ?? .p
        collectedCount += 1
        if !waits { collected.append(sample) }
        if !waits, collected.count >= Self.target(plan),
            let estimate = try? AttributeEstimate(collected, kind: kind)
        {
            // Nothing varied: then there is no variation between samples either.
            let between = estimate.betweenSigma.isNaN ? 0 : estimate.betweenSigma
            begin(estimate.average, between, plan)
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
        writer.write(limitVersion)
        writer.write(waits)
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
        limitVersion = try reader.read(in: 0...(.max / 2), "a limit version")
        waits = try reader.readBool()
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
