import Contracts
import Engine
import Foundation
import PlantModel
import Records
import RuleEngine
import Simulation
import TestSupport
import Testing

@Suite("The shipped rules catch what goes wrong in a simulated plant")
struct FaultyPlantTests {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func shippedRules() throws -> RuleSet {
        let contracts = try Contracts.load(folder: root.appendingPathComponent("topics").path)
        let result = RuleSet.load(
            folder: root.appendingPathComponent("rules").path,
            catalogue: FieldCatalogue(contracts: contracts)
        )
        return try #require(result.set, "\(result.diagnostics.map(\.text))")
    }

    /// An alert as the topic shows it.
    struct Raised {
        var rule: String
        var equipment: String
        var time: EventTime
    }

    @Test("every fault that a rule is meant for, and nothing where nothing is wrong")
    func faults() throws {
        let seed = testSeed()
        var scenario = PlantScenario(
            ScenarioSettings(
                seed: seed,
                start: EventTime(milliseconds: Factory.epoch),
                machineCount: 12
            )
        )
        var settings = EngineSettings(
            plant: try Plant.load(scenario.plantYAML),
            rules: try Self.shippedRules(),
            taskCount: 4
        )
        settings.checksPartitions = true
        let shard = SoloShard(settings: settings)
        let (raised, ids) = Self.run(&scenario, shard, settings)

        for fault in scenario.groundTruth {
            for rule in fault.expectedRules {
                let isCaught = raised.contains {
                    $0.rule == rule && $0.equipment == fault.equipment && $0.time >= fault.start
                }
                #expect(isCaught, "\(rule) on \(fault.equipment) for \(fault.kind), seed \(seed)")
            }
        }
        for alert in raised {
            let isExplained = scenario.groundTruth.contains { fault in
                fault.equipment == alert.equipment && fault.start <= alert.time
                    && (fault.expectedRules + fault.plausibleRules).contains(alert.rule)
            }
            #expect(
                isExplained,
                "\(alert.rule) on \(alert.equipment) is a false alarm, seed \(seed)"
            )
        }
        #expect(Set(ids).count == ids.count, "every record has an id of its own")
        #expect(shard.books.isBalanced)
        #expect(shard.books.deadLettered == 0)
    }

    /// Feeds the whole run, with a tick every second of plant time, and returns the raised alerts.
    private static func run(
        _ scenario: inout PlantScenario,
        _ shard: SoloShard,
        _ settings: EngineSettings
    ) -> ([Raised], [String]) {
        var ids: [String] = []
        var raised: [Raised] = []
        var value: [UInt8] = []
        var offsets: [String: Int64] = [:]
        var nextTick = scenario.settings.start
        while let event = scenario.next(into: &value) {
            let path = scenario.path(ofMachine: event.machine)
            feed(event, path, value, shard, settings, &offsets)
            value.removeAll(keepingCapacity: true)
            guard event.arrival >= nextTick else { continue }
            nextTick = event.arrival.advanced(byNanoseconds: Nanoseconds.second)
            shard.tick(event.arrival, topicCount: settings.inputs.count)
            collect(shard, into: &raised, &ids)
        }
        shard.finish(at: scenario.settings.end)
        collect(shard, into: &raised, &ids)
        return (raised, ids)
    }

    private static func feed(
        _ event: GeneratedEvent,
        _ path: String,
        _ value: [UInt8],
        _ shard: SoloShard,
        _ settings: EngineSettings,
        _ offsets: inout [String: Int64]
    ) {
        let topic = settings.inputs.firstIndex { $0.role.contract == event.topic.name }!
        let key = Array(path.utf8)
        unsafe key.withUnsafeBytes { key in
            let partition = unsafe StableHash.partition(
                ofKey: key,
                partitionCount: settings.taskCount
            )
            let place = "\(topic)/\(partition)"
            unsafe value.withUnsafeBytes { value in
                shard.take(
                    unsafe InboundMessage(
                        record: topic,
                        partition: partition,
                        offset: offsets[place, default: 0],
                        timestampMilliseconds: event.arrival.milliseconds,
                        key: key,
                        value: value,
                        handle: nil
                    )
                )
            }
            offsets[place, default: 0] += 1
        }
    }

    private static func collect(
        _ shard: SoloShard,
        into raised: inout [Raised],
        _ ids: inout [String]
    ) {
        for output in Factory.drain(shard) {
            // The compacted topics repeat what the others say, under the same id.
            if output.topic != .alertsCurrent, output.topic != .kpiOEECurrent {
                ids.append("\(output.topic) \(output.headers["ce_id"] ?? "")")
            }
            guard output.topic == .alerts, output.text("state") == "active" else { continue }
            raised.append(
                Raised(
                    rule: output.text("rule") ?? "",
                    equipment: output.text("equipment") ?? "",
                    time: EventTime(milliseconds: Int64(output.headers["timestamp"] ?? "") ?? 0)
                )
            )
        }
    }
}
