import Codecs
import Engine
import PlantModel
import Records
import RuleEngine
import Simulation
import TestSupport
import Testing

@Suite("A replay gives the same bytes whatever the number of shards")
struct ReplayTests {
    static func settings(shards: Int) throws -> EngineSettings {
        let plant = try Plant.load(PlantScenario.plantYAML(machineCount: 12))
        var settings = EngineSettings(plant: plant, rules: .empty, taskCount: 16)
        settings.shardCount = shards
        return settings
    }

    /// Ten minutes of the simulated plant as replay lines, late and repeated ones included.
    static func lines(seed: UInt64) -> [UInt8] {
        var options = ScenarioSettings(
            seed: seed,
            start: EventTime(milliseconds: Factory.epoch),
            durationNanoseconds: 10 * Nanoseconds.minute,
            machineCount: 12,
            rate: 0.5
        )
        options.lateShare = 0.05
        options.duplicateShare = 0.02
        var scenario = PlantScenario(options)
        var lines: [UInt8] = []
        var value: [UInt8] = []
        while let event = scenario.next(into: &value) {
            JSONWriter.beginObject(&lines)
            JSONWriter.field("topic", "mes." + event.topic.name, &lines)
            JSONWriter.field("key", scenario.path(ofMachine: event.machine), &lines)
            JSONWriter.field("timestamp", event.arrival.milliseconds, &lines)
            JSONWriter.name("value" as StaticString, &lines)
            lines.append(contentsOf: value)
            JSONWriter.endObject(&lines)
            lines.append(UInt8(ascii: "\n"))
            value.removeAll(keepingCapacity: true)
        }
        return lines
    }

    static func replay(_ lines: [UInt8], shards: Int, chunk: Int = 1 << 16) throws -> (
        [UInt8], ReplaySummary
    ) {
        var replay = Replay(settings: try settings(shards: shards))
        var position = 0
        var output: [UInt8] = []
        let summary = try replay.run(
            input: { buffer in
                let end = min(lines.count, position + chunk)
                buffer.append(contentsOf: lines[position..<end])
                position = end
            },
            output: { output += $0 }
        )
        return (output, summary)
    }

    @Test("twice, for 1 and 4 shards, and for any size of the pieces it is read in")
    func deterministic() throws {
        let seed = testSeed()
        let lines = Self.lines(seed: seed)
        let (first, summary) = try Self.replay(lines, shards: 1)
        let (again, _) = try Self.replay(lines, shards: 1)
        let (four, _) = try Self.replay(lines, shards: 4)
        let (pieces, _) = try Self.replay(lines, shards: 3, chunk: 777)
        #expect(first == again, "seed \(seed)")
        #expect(first == four, "seed \(seed)")
        #expect(first == pieces, "seed \(seed)")
        #expect(summary.recordCount > 2_000)
        #expect(summary.outputCount > 100)
        #expect(summary.books.read == summary.recordCount)
        #expect(summary.books.isBalanced)
    }

    @Test("lines that kcat wrote give the same outputs as our own")
    func kcatLines() throws {
        let value = #"{"equipment":"a/b","time":"2026-03-02T08:00:00Z","state":"dancing"}"#
        let escaped = value.replacing("\"", with: "\\\"")
        let own =
            #"{"topic":"mes.equipment.states","key":"a/b","timestamp":1772438400000,"value":"#
            + value + "}\n"
        let kcat =
            #"{"topic":"mes.equipment.states","partition":1,"offset":5,"tstype":"create","ts":1772438400000,"broker":0,"key":"a/b","payload":""#
            + escaped + "\"}\n"
        let (ours, _) = try Self.replay(Array(own.utf8), shards: 1)
        let (theirs, _) = try Self.replay(Array(kcat.utf8), shards: 1)
        #expect(ours == theirs)
        #expect(String(decoding: ours, as: UTF8.self).contains("unknown-state"))
    }

    @Test("a line that is no record names its number")
    func badLine() throws {
        let lines = Array("\n{\"topic\":\"mes.equipment.states\",\"value\":{}}\nnonsense\n".utf8)
        let error = #expect(throws: ReplayError.self) { try Self.replay(lines, shards: 1) }
        #expect(error?.description.hasPrefix("Line 3 ") == true)
    }
}
