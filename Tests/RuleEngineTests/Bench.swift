import Records

@testable import RuleEngine

/// A runner with its topics, fed with events that read like a log.
struct Bench: ~Copyable {
    static let catalogue = FieldCatalogue(topics: [
        "process.measurements": [
            "equipment": .init(.text), "time": .init(.time), "characteristic": .init(.text),
            "value": .init(.number), "zone": .init(.text), "lot": .init(.text),
            "values": .init(.numbers),
            "ok": .init(.boolean), "seq": .init(.integer),
        ],
        "equipment.states": [
            "equipment": .init(.text), "time": .init(.time), "state": .init(.text),
            "category": .init(.text), "reason": .init(.text),
        ],
    ])

    static let commandSource = SourcePosition(topic: 9, partition: 0, offset: 1)
    static let start = EventTime(milliseconds: 1_767_225_600_000)

    var runner: RuleRunner
    var outputs = RuleOutputs()
    var fields = EventFields()
    var machineState = ""
    private var equipment = ["M1", "M2", "M3"]

    init(_ text: String, limits: RuleLimits = RuleLimits()) {
        self.init(set: Self.set(text), limits: limits)
    }

    init(set: RuleSet, limits: RuleLimits = RuleLimits()) {
        var plans: [String: FieldPlan] = [:]
        for topic in Self.catalogue.topicNames {
            plans[topic] = FieldPlan(names: Self.catalogue.fields(of: topic)!.keys.sorted())
        }
        runner = RuleRunner(set: set, plans: plans, limits: limits)
    }

    static func load(_ text: String) -> RuleLoadResult {
        RuleSet.load(
            sources: [RuleSource(path: "rules/test.lua", text: text)],
            catalogue: catalogue
        )
    }

    static func set(_ text: String) -> RuleSet {
        let result = load(text)
        guard let set = result.set else {
            fatalError(result.diagnostics.map(\.text).joined())
        }
        return set
    }

    static func seconds(_ seconds: Double) -> EventTime {
        start.advanced(byNanoseconds: Int64(seconds * 1e9))
    }

    /// Evaluates one event at a number of seconds.
    mutating func event(
        _ seconds: Double,
        _ values: [String: RuleValue],
        topic: String = "process.measurements",
        equipment name: String = "M1"
    ) {
        let index =
            equipment.firstIndex(of: name)
            ?? {
                equipment.append(name); return equipment.count - 1
            }()
        let topicIndex = runner.topicIndex(topic)!
        let plan = runner.topics[topicIndex].plan
        fields.reset()
        fields.setText(plan.slot("equipment")!, name)
        for (field, value) in values {
            fields.set(plan.slot(field)!, value)
        }
        var name = name
        var state = machineState
        name.withUTF8 { name in
            state.withUTF8 { state in
                let context = unsafe EventContext(
                    time: Self.seconds(seconds),
                    equipment: index,
                    equipmentName: UnsafeRawBufferPointer(name),
                    machineState: UnsafeRawBufferPointer(state),
                    source: SourcePosition(topic: 0, partition: 0, offset: Int64(seconds * 1000))
                )
                runner.evaluate(
                    topic: topicIndex,
                    event: fields,
                    context: context,
                    outputs: &outputs
                )
            }
        }
    }

    /// A reading of a characteristic.
    mutating func reading(
        _ seconds: Double,
        _ value: Double,
        _ characteristic: String = "temp",
        zone: String = "a",
        equipment: String = "M1"
    ) {
        event(
            seconds,
            [
                "characteristic": .text(characteristic), "value": .number(value),
                "zone": .text(zone),
            ],
            equipment: equipment
        )
    }

    /// The first machine says that it is in `machineState`.
    mutating func changeMachine(_ seconds: Double) {
        var name = equipment[0]
        var state = machineState
        name.withUTF8 { name in
            state.withUTF8 { state in
                let context = unsafe EventContext(
                    time: Self.seconds(seconds),
                    equipment: 0,
                    equipmentName: UnsafeRawBufferPointer(name),
                    machineState: UnsafeRawBufferPointer(state)
                )
                runner.machineChanged(context, outputs: &outputs)
            }
        }
    }

    mutating func advance(_ seconds: Double) {
        for index in equipment.indices {
            runner.advance(equipment: index, progress: Self.seconds(seconds), outputs: &outputs)
        }
    }

    /// What came out since the last call, one word per output.
    mutating func take() -> [String] {
        let words = outputs.items.map { item -> String in
            switch item {
            case .alert(let alert):
                let seconds = Double(alert.time - Self.start) / 1e9
                return "\(alert.state.text) \(RuleValue.number(seconds).text)s \(alert.reason)"
            case .dispatch(let change): return "\(change.change) \(change.lot)"
            case .log(let line): return "log \(line.text)"
            }
        }
        outputs.removeAll()
        return words
    }
}

extension RuleRunner {
    /// A command that needs nothing but who and why.
    mutating func command(
        alert: UInt64,
        _ command: AlertCommand,
        by: String,
        why: String = "",
        time: EventTime,
        outputs: inout RuleOutputs
    ) -> AlertCommandOutcome {
        let order = AlertOrder(command, by: by, why: why)
        return self.command(
            alert: alert,
            order,
            equipment: (0, "M1"),
            time: time,
            source: Bench.commandSource,
            outputs: &outputs
        )
    }
}
