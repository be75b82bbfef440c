import Codecs
import Effectiveness
import ProcessControl
import Records
import RuleEngine

extension EquipmentTask {
    /// Shows the record in work to the rules of its topic.
    func evaluateRules(
        _ topic: Int?,
        _ machine: Machine,
        _ time: EventTime,
        _ bench: Workbench
    ) {
        guard let topic else { return }
        withContext(machine, time, bench) { context in
            rules.evaluate(
                topic: topic,
                event: bench.fields,
                context: context,
                outputs: &bench.ruleOutputs
            )
        }
        writeRuleOutputs(bench)
    }

    /// A machine is in another state, which may suppress alerts or bring them back.
    func tellRules(_ machine: Machine, _ time: EventTime, _ bench: Workbench) {
        guard bench.stages.contains(.rules) else { return }
        withContext(machine, time, bench) { context in
            rules.machineChanged(context, outputs: &bench.ruleOutputs)
        }
        writeRuleOutputs(bench)
    }

    /// Closes the alerts that rules left open which were changed or removed.
    func endOrphans(_ bench: Workbench) {
        bench.origin = Origin(InboundMessage(kind: .tick, partition: number))
        rules.closeOrphans(at: newestTime, outputs: &bench.ruleOutputs)
        writeRuleOutputs(bench)
    }

    /// Moves the timers of a machine's rules.
    func advanceRules(_ machine: Machine, _ progress: EventTime, _ bench: Workbench) {
        guard bench.stages.contains(.rules) else { return }
        rules.advance(equipment: machine.index, progress: progress, outputs: &bench.ruleOutputs)
        writeRuleOutputs(bench)
    }

    /// Shows a plotted point to the rules.
    func evaluatePoint(
        _ topic: RuleTopics.Derived,
        _ point: ChartPoint,
        _ machine: Machine,
        _ time: EventTime,
        _ bench: Workbench
    ) {
        evaluate(topic, machine, time, bench) { name, slot in
            switch name {
            case "phase": bench.derived.setText(slot, "\(point.verdict.point.outcome)")
            case "signal": bench.derived[slot] = .boolean(point.verdict.point.isSignal)
            default:
                if !setFigure(name, slot, point.verdict.location, bench) {
                    setPointField(name, slot, point, bench)
                }
            }
        }
    }

    /// Shows a violated chart rule to the rules.
    func evaluateSignal(
        _ topic: RuleTopics.Derived,
        _ signal: ChartSignal,
        _ machine: Machine,
        _ time: EventTime,
        _ bench: Workbench
    ) {
        evaluate(topic, machine, time, bench) { name, slot in
            switch name {
            case "rule": bench.derived[slot] = .integer(Int64(signal.ruleNumber))
            case "location":
                bench.derived.setText(slot, signal.isDispersion ? "dispersion" : "location")
            case "rule_code": bench.derived.setText(slot, signal.rule.code)
            case "rule_title": bench.derived.setText(slot, signal.title)
            case "pattern_points":
                bench.derived[slot] = .integer(Int64(pattern(signal).offsets.count))
            case "lots_at_risk":
                if let window = signal.point.atRisk { bench.derived.setText(slot, window.text) }
            case "lots_complete":
                if let window = signal.point.atRisk {
                    bench.derived[slot] = .boolean(window.isComplete)
                }
            default:
                let verdict = signal.point.verdict
                let figures = signal.isDispersion ? verdict.spread : verdict.location
                if !setFigure(name, slot, figures, bench) {
                    setPointField(name, slot, signal.point, bench)
                }
            }
        }
    }

    /// Shows what a detector found to the rules.
    func evaluateAnomaly(
        _ topic: RuleTopics.Derived,
        _ found: Anomalous,
        _ machine: Machine,
        _ time: EventTime,
        _ bench: Workbench
    ) {
        let finding = found.finding
        evaluate(topic, machine, time, bench) { name, slot in
            switch name {
            case "detector": bench.derived.setText(slot, finding.detector.name)
            case "score": setNumber(slot, finding.score, bench)
            case "value": setNumber(slot, finding.observed, bench)
            case "expected": setNumber(slot, finding.expected, bench)
            case "limit": setNumber(slot, finding.limit, bench)
            case "statistic": setNumber(slot, finding.statistic, bench)
            case "reason": bench.derived.setText(slot, found.sentence)
            case "reason_code": bench.derived.setText(slot, finding.reason.name)
            case "state": bench.derived.setText(slot, machine.stateText)
            default: setSeriesField(name, slot, found.series, bench)
            }
        }
    }

    /// Shows a finished window to the rules.
    func evaluateWindow(
        _ topic: RuleTopics.Derived,
        _ record: OEEWindowRecord,
        _ machine: Machine,
        _ bench: Workbench
    ) {
        evaluate(topic, machine, record.end, bench) { name, slot in
            switch name {
            case "window": bench.derived.setText(slot, record.kind.name)
            case "status": bench.derived.setText(slot, "\(record.status)")
            case "revision": bench.derived[slot] = .integer(Int64(record.revision))
            case "shift":
                let index = Int(record.shiftIndex)
                if machine.shiftNames.indices.contains(index) {
                    bench.derived.setText(slot, machine.shiftNames[index])
                }
            default:
                if let number = WindowField.number(name, record) { setNumber(slot, number, bench) }
            }
        }
    }

    // MARK: Fields of computed events

    private func evaluate(
        _ topic: RuleTopics.Derived,
        _ machine: Machine,
        _ time: EventTime,
        _ bench: Workbench,
        _ fill: (String, Int) -> Void
    ) {
        bench.derived.reset()
        for (slot, name) in topic.plan.names.enumerated() {
            switch name {
            case "equipment": bench.derived.setText(slot, machine.name)
            case "time": bench.derived[slot] = .integer(time.milliseconds)
            default: fill(name, slot)
            }
        }
        withContext(machine, time, bench) { context in
            rules.evaluate(
                topic: topic.index,
                event: bench.derived,
                context: context,
                outputs: &bench.ruleOutputs
            )
        }
        writeRuleOutputs(bench)
    }

    private func setPointField(
        _ name: String,
        _ slot: Int,
        _ point: ChartPoint,
        _ bench: Workbench
    ) {
        let verdict = point.verdict.point
        switch name {
        case "chart": bench.derived.setText(slot, point.kind.rawValue)
        case "chart_number": bench.derived[slot] = .integer(Int64(point.chartNumber ?? 1))
        case "stage": if let stage = point.stage { bench.derived.setText(slot, stage) }
        case "point": bench.derived[slot] = .integer(Int64(verdict.pointNumber))
        case "limit_version": bench.derived[slot] = .integer(Int64(verdict.limitVersion))
        case "size": setNumber(slot, point.verdict.size, bench)
        case "cusum_upper": setNumber(slot, point.verdict.sums?.upper.sum ?? .nan, bench)
        case "cusum_lower": setNumber(slot, point.verdict.sums?.lower.sum ?? .nan, bench)
        case "shifted_mean": setNumber(slot, point.verdict.sums?.shiftedMean ?? .nan, bench)
        case "range", "moving_range", "deviation":
            if name == point.kind.dispersionField?.description {
                setNumber(slot, verdict.dispersion, bench)
            }
        default: setSeriesField(name, slot, point.series, bench)
        }
    }

    /// A figure of one of the two charts; false for another name.
    private func setFigure(
        _ name: String,
        _ slot: Int,
        _ figures: ChartFigures,
        _ bench: Workbench
    ) -> Bool {
        switch name {
        case "statistic": setNumber(slot, figures.statistic, bench)
        case "centre": setNumber(slot, figures.centre, bench)
        case "lcl": setNumber(slot, figures.lcl, bench)
        case "ucl": setNumber(slot, figures.ucl, bench)
        case "sigma": setNumber(slot, figures.sigma, bench)
        case "z": setNumber(slot, figures.z, bench)
        default: return false
        }
        return true
    }

    /// What the series or the record behind a computed event says.
    private func setSeriesField(_ name: String, _ slot: Int, _ index: Int, _ bench: Workbench) {
        let row = series.rows[index]
        switch name {
        case "characteristic":
            bench.derived.setText(slot, characteristics.name(Int(row.characteristic)))
        case "product":
            if row.product > 0 { bench.derived.setText(slot, products.name(Int(row.product))) }
        default:
            // Lot, serial, operator and fields of the plant's own come from the record.
            guard bench.origin.offset >= 0,
                let source = edition.inputs[bench.origin.topic].plan.slot(name)
            else { return }
            copy(bench.fields[source], to: slot, bench)
        }
    }

    private func copy(_ value: FieldValue, to slot: Int, _ bench: Workbench) {
        if value.isText {
            unsafe bench.fields.withText(value) { unsafe bench.derived.setText(slot, $0) }
        } else if value.kind != .numbers, value.kind != .nested {
            bench.derived[slot] = value
        }
    }

    private func setNumber(_ slot: Int, _ number: Double, _ bench: Workbench) {
        bench.derived[slot] = number.isFinite ? .number(number) : .null
    }

    private func withContext(
        _ machine: Machine,
        _ time: EventTime,
        _ bench: Workbench,
        _ body: (EventContext) -> Void
    ) {
        let source = bench.sourcePosition
        var name = machine.name
        var state = machine.stateText
        var category = machine.category.name
        name.withUTF8 { name in
            state.withUTF8 { state in
                category.withUTF8 { category in
                    body(
                        unsafe EventContext(
                            time: time,
                            equipment: machine.index,
                            equipmentName: UnsafeRawBufferPointer(name),
                            machineState: UnsafeRawBufferPointer(state),
                            machineCategory: UnsafeRawBufferPointer(category),
                            source: source
                        )
                    )
                }
            }
        }
    }
}

extension Workbench {
    /// Where the record in work stands, as rules know it.
    var sourcePosition: SourcePosition {
        SourcePosition(
            topic: Int32(origin.topic),
            partition: origin.partition,
            offset: origin.offset
        )
    }
}

/// Numbers of a window by the names of its contract.
enum WindowField {
    static func number(_ name: String, _ record: OEEWindowRecord) -> Double? {
        let totals = record.totals
        switch name {
        case "availability": return record.availability.value
        case "performance": return record.performance.value
        case "quality": return record.quality.value
        case "oee": return record.oee.value
        case "completeness": return record.completeness
        default: return primitives[name].map { Double(totals[$0]) / $0.fieldScale }
        }
    }

    private static let primitives: [String: OEEPrimitive] = {
        var primitives: [String: OEEPrimitive] = [:]
        for primitive in OEEPrimitive.allCases {
            if let name = primitive.fieldName { primitives["\(name)"] = primitive }
        }
        return primitives
    }()
}
