import ProcessControl
import Records

// What a chart knows and its plan does not say. The family is the plan's.
extension ChartUnit {
    func write(to writer: inout StateWriter) {
        offsets.write(to: &writer)
        trace?.write(to: &writer)
        writer.write(watch)
        switch judge {
        case .shewhart(let chart): chart.write(to: &writer)
        case .ewma(let base, let chart):
            base.write(to: &writer)
            writer.write(chart != nil)
            chart?.write(to: &writer)
        case .cusum(let base, let chart):
            base.write(to: &writer)
            writer.write(chart != nil)
            chart?.write(to: &writer)
        case .attributes(let judge): judge.write(to: &writer)
        case .revisable(let chart):
            writer.write(count: pending.count)
            for value in pending { writer.write(value) }
            chart.write(to: &writer)
        }
    }

    init(_ plan: ChartPlan, from reader: inout StateReader) throws(StateError) {
        offsets = try NewestOffsets(from: &reader)
        trace = plan.settings.tracesLots ? try LotTrace(from: &reader) : nil
        watch = try LimitWatch(from: &reader)
        guard let design = plan.base else {
            judge = .attributes(try AttributeJudge(plan, from: &reader))
            return
        }
        if plan.settings.late == .revise {
            for _ in 0..<(try reader.readCount(limit: 100, elementByteCount: 8)) {
                pending.append(try reader.readDouble())
            }
            judge = .revisable(try RevisableChart(design: design, from: &reader))
            return
        }
        let base = try ControlChart(design: design, from: &reader)
        switch plan.kind {
        case .ewma: judge = .ewma(base, try Self.ewma(base, plan, &reader))
        case .cusum: judge = .cusum(base, try Self.cusum(base, plan, &reader))
        default: judge = .shewhart(base)
        }
    }

    private static func ewma(
        _ base: ControlChart,
        _ plan: ChartPlan,
        _ reader: inout StateReader
    ) throws(StateError) -> EWMAChart? {
        guard try reader.readBool() else { return nil }
        guard let design = ewma(base, plan)?.design else {
            throw reader.invalid("an EWMA without limits")
        }
        return try EWMAChart(design: design, from: &reader)
    }

    private static func cusum(
        _ base: ControlChart,
        _ plan: ChartPlan,
        _ reader: inout StateReader
    ) throws(StateError) -> CUSUMChart? {
        guard try reader.readBool() else { return nil }
        guard let design = cusum(base, plan)?.design else {
            throw reader.invalid("a CUSUM without limits")
        }
        return try CUSUMChart(design: design, from: &reader)
    }
}
