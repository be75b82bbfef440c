import Foundation
import PlantModel
import Records
import TestSupport
import Testing

@Suite("A configuration file")
struct TaktConfigurationTests {
    func problems(_ text: String) -> [String] {
        do {
            _ = try TaktConfiguration.load(text)
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    static func example(_ name: String) throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return try String(
            contentsOf: root.appending(path: "docs/examples/\(name)"),
            encoding: .utf8
        )
    }

    @Test("the example loads and states the defaults")
    func example() throws {
        let found = try TaktConfiguration.load(try Self.example("takt.yaml"))
        #expect(found.brokers == ["localhost:9092"])
        #expect(found.properties == ["client.id": "takt-berlin"])
        #expect(found.limits == Limits())
        #expect(found.delivery == .automatic && found.shards == 0 && found.tasks == 8)
        #expect(found.topicPrefix == "mes.")
        #expect(found.metricsAddress == "127.0.0.1:9464")
        let placed = found.resolvingPaths(against: "/etc/takt")
        #expect(placed.plantPath == "/etc/takt/plant.yaml")
        #expect(found.mappings.count == 2)
        let oven = found.mappings[0]
        #expect(oven.contract == "process.measurements")
        #expect(oven.source(of: "value") == "temperature_f" && oven.source(of: "lot") == "lot")
        #expect(oven.equipmentSource == .key && oven.timeFormat == .microseconds)
        #expect(oven.constants["characteristic"] == .text("zone_temp"))
        let boiling = try #require(oven.conversions["value"]).applied(to: 212)
        #expect(abs(boiling - 100) < 1e-9)
        #expect(found.mappings[1].constants["modulus"] == .number(65_536))
    }

    @Test("the example shows every limit there is")
    func everyLimit() throws {
        let text = try Self.example("takt.yaml")
        for limit in Limits.all {
            #expect(text.contains("  \(limit.name): "), "\(limit.name) is missing")
            #expect(limit.range.contains(limit.defaultValue), "\(limit.name)")
        }
        #expect(Set(Limits.all.map(\.name)).count == Limits.all.count)
    }

    @Test("an empty mapping gives the defaults")
    func defaults() throws {
        let found = try TaktConfiguration.load("{}")
        #expect(found == TaktConfiguration())
        #expect(found.brokers.isEmpty)
    }

    @Test(
        "each kind of mistake has its sentence",
        arguments: [
            ("broker: x:1", "'brokers' (did you mean that?)"),
            ("brokers: [kafka]", "addresses such as broker-1:9092"),
            ("properties: {group.id: x}", "'application' in this file"),
            ("delivery: exactly_once", "did you mean 'exactly-once'?"),
            ("shards: 0", "auto, or a number of threads from 1 to 256"),
            ("prefix: 'a b'", "a topic name"),
            ("application: ''", "a name of 1 to 100"),
            ("limits: {grace: 40d}", "0s to 31d (default 1h)"),
            ("limits: {future: 1s}", "the unknown field 'future'"),
            ("limits: {record_bytes: 1}", "1KiB to 64MiB (default 1MiB)"),
            ("limits: {keys_per_rule: many}", "1 to 10000000 (default 100000)"),
            ("metrics: 9464", "an address such as 127.0.0.1:9464"),
            ("paths: {rule: x}", "'rules' (did you mean that?)"),
            ("mappings: [{topic: t}]", "field 'mappings[0].to': found nothing"),
            ("mappings: [{topic: t, to: equipment.count}]", "did you mean 'equipment.counts'?"),
            ("mappings: [{topic: 't t', to: equipment.counts}]", "a topic name"),
            (
                "mappings: [{topic: t, to: equipment.counts, convert: {good: {scale: 0}}}]",
                "a number other than 0"
            ),
            (
                "mappings: [{topic: t, to: equipment.counts, fields: {good: g}, "
                    + "constants: {good: 1}}]",
                "either in 'fields' or in 'constants'"
            ),
            (
                "mappings: [{topic: t, to: equipment.counts}, {topic: t, to: equipment.states}]",
                "each topic in one mapping"
            ),
        ]
    )
    func messages(text: String, part: String) {
        let found = problems(text)
        #expect(found.count == 1)
        #expect(found.contains { $0.contains(part) && $0.hasPrefix("takt.yaml:1: ") }, "\(found)")
    }

    @Test("a file with random damage is read or refused, never worse")
    func damage() throws {
        let seed = testSeed()
        var generator = SeededGenerator(seed: seed)
        let good = Array(try Self.example("takt.yaml").utf8)
        for _ in 0..<200 {
            var bytes = good
            for _ in 0...Int.random(in: 0...4, using: &generator) {
                let at = Int.random(in: 0..<bytes.count, using: &generator)
                bytes[at] = UInt8.random(in: 9...126, using: &generator)
            }
            for problem in problems(String(decoding: bytes, as: UTF8.self)) {
                #expect(problem.hasPrefix("takt.yaml:"), "seed \(seed): \(problem)")
            }
        }
    }
}
