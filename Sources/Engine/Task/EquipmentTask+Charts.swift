import PlantModel
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
        let row = series.rows[index]
        if row.chartSet != nil { return plotSet(index, values, machine, time, bench) }
        let slot = Int(row.chart)
        if series.charts[slot].hasLife,
            !applyDueLimits(ChartPlace(row: index), machine, time, bench)
        {
            return
        }
        if gapNanoseconds > bench.profiles[Int(row.profile)].plainGapNanoseconds {
            series.charts[slot].chart.discardUnfinishedSubgroup()
            series.charts[slot].chart.breakRuns()
        }
        if values.kind == .numbers, !series.charts[slot].chart.kind.isIndividuals {
            let verdict = unsafe bench.fields.withNumbers(values) { numbers in
                unsafe series.charts[slot].chart.add(subgroup: numbers.span)
            }
            report(verdict, 0, Int(values.count), index, machine, time, bench)
            return
        }
        beginSubgroup(index, bench)
        var number = 0
        let size = series.charts[slot].chart.subgroupSize
        forEach(values, bench) { value in
            if let verdict = series.charts[slot].chart.add(value) {
                report(verdict, number, size, index, machine, time, bench)
            }
            number += 1
        }
    }

    /// A value of another subgroup than the unfinished one gives that one up.
    private func beginSubgroup(_ index: Int, _ bench: Workbench) {
        let slot = Int(series.rows[index].chart)
        guard !series.charts[slot].chart.kind.isIndividuals else { return }
        if isNewSubgroup(index, bench), series.charts[slot].chart.unfinishedCount > 0 {
            _ = series.charts[slot].chart.discardUnfinishedSubgroup()
        }
    }

    /// Notes which subgroup a value belongs to; true when it is another one than before.
    func isNewSubgroup(_ index: Int, _ bench: Workbench) -> Bool {
        let field = bench.fields[Slot.Measurement.subgroup]
        let key: UInt64 =
            if let number = field.int64 {
                UInt64(bitPattern: number) &+ 1
            } else {
                unsafe bench.fields.withText(field) { unsafe $0.isEmpty ? 0 : StableHash.fnv1a($0) }
            }
        defer { series.rows[index].subgroup = key }
        return key != series.rows[index].subgroup
    }

    private func report(
        _ verdict: PointVerdict,
        _ number: Int,
        _ size: Int,
        _ index: Int,
        _ machine: Machine,
        _ time: EventTime,
        _ bench: Workbench
    ) {
        guard !verdict.outcome.isRejected else { return }
        let slot = Int(series.rows[index].chart)
        let profile = Int(series.rows[index].profile)
        countLoad(verdict, bench.profiles[profile].falseAlarmRates, chart: 0, machine, time, bench)
        series.charts[slot].offsets.note(bench.origin.offset, point: verdict.pointNumber)
        let needsCare = series.charts[slot].follow(verdict, size: size)
        defer {
            if needsCare {
                let place = ChartPlace(row: index)
                careForLimits(place, verdict, size: Double(size), machine, time, bench)
            }
        }
        guard verdict.isSignal || wantsPoints(bench) else { return }
        let point = ChartPoint(
            verdict: ChartVerdict(verdict, size: .nan),
            kind: bench.profiles[profile].kind,
            ruleSet: series.charts[slot].chart.ruleSet,
            series: index,
            unit: 0,
            number: number
        )
        publish(point, machine, time, bench)
    }

    /// Whether somebody reads points that are no signals.
    func wantsPoints(_ bench: Workbench) -> Bool {
        bench.settings.publishesPoints || ruleTopics.points != nil
    }

    /// Publishes a point and its signals.
    func publish(
        _ point: ChartPoint,
        _ machine: Machine,
        _ time: EventTime,
        _ bench: Workbench
    ) {
        if bench.settings.publishesPoints { writePoint(point, machine, time, bench) }
        if let topic = ruleTopics.points { evaluatePoint(topic, point, machine, time, bench) }
        if bench.hasCapability, point.verdict.point.isSignal, point.kind.attributes == nil {
            series.studies[point.series]?.noteSignal()
        }
        for signal in point.signals {
            writeSignal(signal, machine, time, bench)
            if let topic = ruleTopics.signals {
                evaluateSignal(topic, signal, machine, time, bench)
            }
        }
    }

    /// Offsets of the records that form the pattern of a signal, oldest first, and of the last one
    /// before them; -1 for one that is longer ago than is kept.
    func pattern(_ signal: ChartSignal) -> (offsets: [Int64], before: Int64) {
        let row = series.rows[signal.point.series]
        let kept =
            row.chartSet.map { series.chartSets[$0][signal.point.unit].offsets }
            ?? series.charts[Int(row.chart)].offsets
        let number = signal.point.verdict.point.pointNumber
        let members = signal.members
        let offsets = (0..<NewestOffsets.count).reversed().compactMap { age in
            members & (1 << UInt16(age)) != 0 ? kept.offset(age: age, before: number) : nil
        }
        let age = UInt16.bitWidth - members.leadingZeroBitCount
        return (offsets.filter { $0 >= 0 }, kept.offset(age: age, before: number))
    }
}
