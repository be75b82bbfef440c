import Codecs
import ProcessControl
import Records

extension EquipmentTask {
    /// Somebody decides about the limits of a chart. What cannot be obeyed is a dead letter that says why.
    func applyChartCommand(
        _ machine: Machine,
        _ time: EventTime,
        _ bench: Workbench
    ) throws(Rejection) -> Fate {
        let name = bench.fields[Slot.ChartCommand.characteristic]
        try checkName(name)
        let word = text(Slot.ChartCommand.command, bench) ?? ""
        guard let command = ChartCommand(rawValue: word) else {
            let known = ChartCommand.allCases.map(\.rawValue).joined(separator: ", ")
            throw Rejection(
                "unknown-command",
                "The command '\(word)' is not one of a chart; there are \(known)."
            )
        }
        guard let by = text(Slot.ChartCommand.by, bench), !by.isEmpty else {
            throw Rejection("missing-by", "The field 'by' must say who gives the command.")
        }
        let effectiveFrom = try effectiveTime(bench) ?? time
        guard bench.stages.contains(.charts) else { return .ignored }
        let place = try commandedChart(command, machine, name, bench)
        willChange(series: place.row, bench)
        var order = ChartOrder(command: command, by: by, effectiveFrom: effectiveFrom)
        order.why = text(Slot.ChartCommand.why, bench) ?? ""
        order.cause = text(Slot.ChartCommand.cause, bench) ?? ""
        do throws(LifeCycleError) {
            let change = try obey(order, place, bench)
            writeLimits(change, place, machine, time, bench)
        } catch {
            throw refusal(error.description, machine, name, bench)
        }
        return .counted
    }

    /// The text of a field; nil when it has none.
    func text(_ slot: Int, _ bench: Workbench) -> String? {
        let field = bench.fields[slot]
        return field.isText ? bench.fields.string(field) : nil
    }

    func refusal(
        _ sentence: String,
        _ machine: Machine,
        _ name: FieldValue,
        _ bench: Workbench
    ) -> Rejection {
        let text = bench.fields.string(name) ?? ""
        return Rejection(
            "refused-chart-command",
            "The chart of '\(text)' at '\(machine.name)' was not changed. \(sentence)"
        )
    }

    private func effectiveTime(_ bench: Workbench) throws(Rejection) -> EventTime? {
        let field = bench.fields[Slot.ChartCommand.effectiveFrom]
        guard field.isPresent else { return nil }
        do { return try TimeParser.time(field, in: bench.fields) } catch {
            throw Rejection("bad-time", "The field 'effective_from': \(error.description)")
        }
    }

    /// The chart a command speaks of. Only given limits may come before the first measurement.
    private func commandedChart(
        _ command: ChartCommand,
        _ machine: Machine,
        _ name: FieldValue,
        _ bench: Workbench
    ) throws(Rejection) -> ChartPlace {
        let isNamed = bench.fields[Slot.Common.product].isText
        let product = productIndex(machine, bench)
        var row = findSeries(machine, name, product, bench)
        if row == nil, !isNamed { row = onlySeries(machine, name, bench) }
        if row == nil, command == .limits { row = try makeSeries(machine, name, product, bench) }
        guard let row else {
            throw refusal(
                "Nothing was measured of it yet, or not of that product; only the command limits may "
                    + "come before.",
                machine,
                name,
                bench
            )
        }
        let count = bench.profiles[Int(series.rows[row].profile)].chartCount
        guard count > 0 else {
            throw refusal("The plant file asks for no chart of it.", machine, name, bench)
        }
        let field = bench.fields[Slot.ChartCommand.chartNumber]
        guard field.isPresent || count == 1 else {
            let sentence = "It has \(count) charts; say which in 'chart_number', from 1."
            throw refusal(sentence, machine, name, bench)
        }
        let number = field.isPresent ? field.int64 ?? 0 : 1
        guard (1...Int64(count)).contains(number) else {
            let sentence = "The field 'chart_number' must be 1 to \(count)."
            throw refusal(sentence, machine, name, bench)
        }
        let stage = try stageNumber(row, machine, name, bench)
        return ChartPlace(row: row, unit: stage * count + Int(number) - 1)
    }

    /// The stage a command names, or the present one; 0 where charts tell none apart.
    private func stageNumber(
        _ row: Int,
        _ machine: Machine,
        _ name: FieldValue,
        _ bench: Workbench
    ) throws(Rejection) -> Int {
        let settings = bench.profiles[Int(series.rows[row].profile)].settings
        guard settings.stage != nil, !settings.stagesShareLimits, let known = series.stages[row]
        else { return 0 }
        let field = bench.fields[Slot.ChartCommand.stage]
        guard field.isPresent else { return known.current }
        let stage = bench.fields.string(field) ?? field.int64.map(String.init) ?? ""
        if let number = known.number(named: stage) { return number }
        let sentence = "Nothing was measured of it in the stage '\(stage)'."
        throw refusal(sentence, machine, name, bench)
    }

    /// The series of a characteristic of a machine that has it for one product only.
    private func onlySeries(_ machine: Machine, _ name: FieldValue, _ bench: Workbench) -> Int? {
        let characteristic = unsafe bench.fields.withText(name) { unsafe characteristics.find($0) }
        guard let characteristic else { return nil }
        var found: Int?
        var row = machine.firstSeries
        while row >= 0 {
            if Int(series.rows[Int(row)].characteristic) == characteristic {
                guard found == nil else { return nil }
                found = Int(row)
            }
            row = series.rows[Int(row)].next
        }
        return found
    }
}
