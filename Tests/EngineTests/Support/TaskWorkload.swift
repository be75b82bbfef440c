import PlantModel
import Records
import RuleEngine
import TestSupport

@testable import Engine

/// A random hour of a small plant, good and bad records of every role, as one task is given it.
struct TaskWorkload {
    static let plantText = """
        version: state test
        unknown_equipment: learn
        unknown_characteristic: learn
        equipment:
          - path: plant/press-1
            ideal_cycle: 2s
          - path: plant/press-2
        characteristics:
          - name: diameter
            equipment: "plant/**"
            chart: { kind: i-mr, rules: nelson, limits: { mean: 10.0, sigma: 0.1 } }
            specification: { lsl: 9, usl: 11 }
            capability: { window: 5m }
            anomaly: { ewma_z: { lambda: 0.1, k: 4 }, hampel: { window: 11, k: 4 } }
          - name: width
            equipment: "plant/**"
            chart: { kind: xbar-r, subgroup_size: 3, rules: nelson }
            specification: { usl: 6 }
            stage_by: tool
            capability: { window: 1m, stage_by: tool }
            anomaly: { rate_limit_per_second: 0.5 }
          - name: pressure
            equipment: "plant/**"
            anomaly: { flatline_after: 20s, dropout_after: 1m }
          - name: zone_temp
            equipment: "plant/press-*"
            charts:
              - { kind: ewma, lambda: 0.2, width: 2, limits: { estimate: 20 }, trace_lots: true }
              - { kind: cusum, k: 0.5, h: 4, head_start: 0.5, limits: { estimate: 10 } }
              - { kind: i-mr, rules: western-electric, limits: { mean: 240, sigma: 4 }, late: revise, gap_breaks: 1m }
              - { kind: xbar-s, subgroup_size: 4, size_varies: true, sigma_from: pooled, limits: { estimate: 5 } }
          - name: burr
            equipment: "plant/**"
            charts:
              - { kind: np, sample_size: 50, limits: { average: 0.1 } }
              - { kind: laney-p, limits: { estimate: 8, freeze: manual }, trace_lots: true }
        """
    static let machines = ["plant/press-1", "plant/press-2", "plant/oven", "plant/new"]

    static func settings(
        plant: String = plantText,
        rules: RuleSet? = nil,
        snapshotSeconds: Int64 = 36_000
    ) throws -> EngineSettings {
        var settings = EngineSettings(
            plant: try Plant.load(plant),
            rules: try rules ?? FaultyPlantTests.shippedRules(),
            taskCount: 1
        )
        settings.publishesPoints = true
        settings.publishesScores = true
        // Books are closed with every tick, so that they do not depend on when a task went live.
        settings.limits.bundleIntervalNanoseconds = Nanoseconds.second
        settings.limits.snapshotIntervalNanoseconds = snapshotSeconds * Nanoseconds.second
        return settings
    }

    private(set) var inputs: [TaskInput] = []
    private var generator: SeededGenerator
    private let rig: TaskRig
    private var now = Factory.epoch
    private var offsets: [Int64]
    private var sequence: [Int64] = [0, 0, 0, 0]
    private var alerts: [String] = []
    private var seen = 0
    private let gapMillisecondsMax: Int64

    /// Makes up `count` inputs. A task works on them meanwhile, because commands name its alerts. Now and
    /// then everything is silent for at most `gapMillisecondsMax`.
    init(
        seed: UInt64,
        count: Int,
        settings: EngineSettings,
        gapMillisecondsMax: Int64 = 90_000
    ) {
        self.gapMillisecondsMax = gapMillisecondsMax
        generator = SeededGenerator(seed: seed)
        rig = .live(settings)
        offsets = settings.inputs.map { _ in 0 }
        while inputs.count < count { step() }
    }

    private mutating func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &generator) < percent
    }

    private mutating func add(_ input: TaskInput) {
        inputs.append(input)
        rig.feed(input)
    }

    private mutating func step() {
        now += Int64.random(in: 0...1_500, using: &generator)
        if chance(1) { now += Int64.random(in: 0...gapMillisecondsMax, using: &generator) }
        if chance(30) {
            for topic in offsets.indices where chance(70) { add(.end(topic: topic)) }
            add(.tick(now))
            collectAlerts()
        } else {
            record()
        }
    }

    private mutating func record() {
        let machine = Int.random(in: 0..<Self.machines.count, using: &generator)
        let role = InputRole.allCases.randomElement(using: &generator)!
        var time = now - Int64.random(in: 0...2_000, using: &generator)
        if chance(4) { time -= Int64.random(in: 5_000...5_000_000, using: &generator) }
        var fields = ["\"equipment\":\"\(Self.machines[machine])\"", "\"time\":\(time)"]
        if chance(50) {
            if chance(90) { sequence[machine] += 1 }
            fields.append("\"seq\":\(sequence[machine])")
        }
        if role != .commands, chance(60) {
            fields.append("\"product\":\"\(["A1", "B2"].randomElement(using: &generator)!)\"")
        }
        body(role, machine, &fields)
        var value: [UInt8]? = Array("{\(fields.joined(separator: ","))}".utf8)
        if chance(2) { value?.removeLast(3) }
        if chance(1) { value = nil }
        // Markers of transactions and what was compacted away leave holes.
        if chance(5) { offsets[role.rawValue] += Int64.random(in: 1...3, using: &generator) }
        let offset = offsets[role.rawValue]
        offsets[role.rawValue] += 1
        add(
            .record(
                topic: role.rawValue,
                offset: offset,
                timestamp: now,
                key: chance(1) ? "elsewhere" : Self.machines[machine],
                value: value
            )
        )
    }

    private mutating func body(_ role: InputRole, _ machine: Int, _ fields: inout [String]) {
        switch role {
        case .states:
            // The oven breaks down and stays so; the others change.
            let words =
                machine == 2 ? ["down"] : ["running", "Execute", "idle", "down", "own word"]
            fields.append("\"state\":\"\(words.randomElement(using: &generator)!)\"")
            if chance(30) { fields.append("\"reason\":\"E-114\"") }
        case .counts:
            fields.append("\"good\":\(Int.random(in: 0...9, using: &generator))")
            fields.append("\"scrap\":\(Int.random(in: 0...3, using: &generator))")
        case .measurements: measurement(machine, &fields)
        case .inspections:
            fields.append("\"characteristic\":\"burr\",\"inspected\":50")
            fields.append("\"defectives\":\(Int.random(in: 0...12, using: &generator))")
            fields.append("\"lot\":\"L\(now / 60_000 % 100)\"")
        case .commands:
            let alert = alerts.randomElement(using: &generator) ?? "0123456789abcdef"
            let word = ["acknowledge", "close", "shelve"].randomElement(using: &generator)!
            fields.append("\"alert\":\"\(alert)\",\"command\":\"\(word)\",\"by\":\"Ada\"")
        case .chartCommands: chartCommand(&fields)
        case .contributions: break
        }
    }

    private mutating func chartCommand(_ fields: inout [String]) {
        let commands = [
            "limits", "propose", "approve", "decline", "freeze", "exclude", "include", "collect",
        ]
        let names = ["diameter", "width", "pressure", "burr", "unheard-of"]
        fields.append("\"characteristic\":\"\(names.randomElement(using: &generator)!)\"")
        fields.append("\"command\":\"\(commands.randomElement(using: &generator)!)\"")
        fields.append("\"by\":\"Ada\",\"cause\":\"spill\"")
        fields.append("\"point\":\(Int.random(in: 1...9, using: &generator))")
        fields.append("\"mean\":\(Double.random(in: 4...11, using: &generator)),\"sigma\":0.2")
        if chance(50) { fields.append("\"average\":0.1") }
        if chance(30) { fields.append("\"effective_from\":\(now + 5_000)") }
        if chance(30) { fields.append("\"chart_number\":1") }
    }

    private mutating func measurement(_ machine: Int, _ fields: inout [String]) {
        let noise = Double.random(in: -0.3...0.3, using: &generator)
        fields.append("\"lot\":\"L\(now / 60_000 % 100)\"")
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: fields.append("\"characteristic\":\"diameter\",\"value\":\(10 + noise)")
        case 1:
            fields.append(
                "\"characteristic\":\"width\",\"values\":[\(5 + noise),\(5 - noise),5.01]"
            )
            if noise > 0 { fields.append("\"tool\":\"T\(now / 3_000 % 3)\"") }
        case 2:
            let group = now / 5_000
            fields.append(
                "\"characteristic\":\"width\",\"value\":\(5 + noise),\"subgroup\":\(group)"
            )
        case 3:
            // Early in the hour only, so that it is missed later.
            let name = inputs.count < 400 ? "pressure" : "learned"
            fields.append("\"characteristic\":\"\(name)\",\"value\":\(noise > 0 ? 3.0 : 3.5)")
        default:
            let value = machine == 2 ? 250 + noise : 238 + 20 * noise
            fields.append("\"characteristic\":\"zone_temp\",\"value\":\(value)")
        }
    }

    /// Identities of alerts are in the headers of nothing but the value: found by their field.
    private mutating func collectAlerts() {
        for cut in rig.cuts[seen...] where cut.topics.contains(OutputTopic.alerts.rawValue) {
            let text = String(decoding: cut.outputs, as: UTF8.self)
            for part in text.split(separator: "\"alert\":\"").dropFirst() {
                alerts.append(String(part.prefix(16)))
            }
        }
        alerts.removeFirst(max(0, alerts.count - 20))
        seen = rig.cuts.count
    }
}
