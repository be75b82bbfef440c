import ProcessControl
import Records

extension EquipmentTask {
    /// Plots a value or subgroup and publishes what the chart says.
    func plot(
        _ index: Int,
        _ values: FieldValue,
        _ machine: Machine,
        _ time: EventTime,
        _ bench: Workbench
    ) {
        let slot = Int(series.rows[index].chart)
        if values.kind == .numbers, series.charts[slot].chart.kind == .meanRange {
            let verdict = unsafe bench.fields.withNumbers(values) { numbers in
                unsafe series.charts[slot].chart.add(subgroup: numbers.span)
            }
            report(verdict, 0, index, machine, time, bench)
            return
        }
        beginSubgroup(index, bench)
        var number = 0
        forEach(values, bench) { value in
            if let verdict = series.charts[slot].chart.add(value) {
                report(verdict, number, index, machine, time, bench)
            }
            number += 1
        }
    }

    /// A value of another subgroup than the unfinished one gives that one up.
    private func beginSubgroup(_ index: Int, _ bench: Workbench) {
        let slot = Int(series.rows[index].chart)
        guard series.charts[slot].chart.kind == .meanRange else { return }
        let field = bench.fields[Slot.Measurement.subgroup]
        let key: UInt64 =
            if let number = field.int64 {
                UInt64(bitPattern: number) &+ 1
            } else {
                unsafe bench.fields.withText(field) { unsafe $0.isEmpty ? 0 : StableHash.fnv1a($0) }
            }
        if key != series.rows[index].subgroup, series.charts[slot].chart.unfinishedCount > 0 {
            _ = series.charts[slot].chart.discardUnfinishedSubgroup()
        }
        series.rows[index].subgroup = key
    }

    private func report(
        _ verdict: PointVerdict,
        _ number: Int,
        _ index: Int,
        _ machine: Machine,
        _ time: EventTime,
        _ bench: Workbench
    ) {
        guard !verdict.outcome.isRejected else { return }
        let slot = Int(series.rows[index].chart)
        series.charts[slot].note(offset: bench.origin.offset)
        let point = ChartPoint(
            verdict: verdict,
            kind: series.charts[slot].chart.kind,
            series: index,
            number: number
        )
        if bench.settings.publishesPoints { writePoint(point, machine, time, bench) }
        if let topic = ruleTopics.points { evaluatePoint(topic, point, machine, time, bench) }
        guard verdict.isSignal else { return }
        if let rule = verdict.rules.lowest {
            let signal = ChartSignal(point: point, rule: rule, isDispersion: false)
            publish(signal, machine, time, bench)
        }
        if verdict.dispersionViolated {
            publish(
                ChartSignal(point: point, rule: .beyondLimit, isDispersion: true),
                machine,
                time,
                bench
            )
        }
    }

    private func publish(
        _ signal: ChartSignal,
        _ machine: Machine,
        _ time: EventTime,
        _ bench: Workbench
    ) {
        writeSignal(signal, machine, time, bench)
        if let topic = ruleTopics.signals { evaluateSignal(topic, signal, machine, time, bench) }
    }

    /// Offsets of the records that form the pattern of a signal, oldest first.
    func patternOffsets(_ signal: ChartSignal) -> [Int64] {
        let slot = series.charts[Int(series.rows[signal.point.series].chart)]
        let members =
            signal.isDispersion ? 1 : signal.point.verdict.members(of: signal.rule)
        return (0..<ChartSlot.offsetCount).reversed().compactMap { age in
            members & (1 << UInt16(age)) != 0 ? slot.offset(age: age) : nil
        }.filter { $0 >= 0 }
    }
}

/// One plotted point on its way out.
struct ChartPoint {
    var verdict: PointVerdict
    var kind: ChartKind
    /// Index into the series table.
    var series: Int
    /// Which point of the record it is, from 0.
    var number: Int
}

/// A rule that a point completed.
struct ChartSignal {
    var point: ChartPoint
    /// The rule with the lowest number, by which the signal is graded.
    var rule: RunRule
    /// True for the range or moving-range chart.
    var isDispersion: Bool
}
