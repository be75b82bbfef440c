import Codecs
import Engine
import Foundation
import KafkaBroker
import Records
import Synchronization
import Testing

@testable import takt

/// Versions of the plant file, from a file to a topic and back.
@Suite("Versions of the plant file", .ownThread)
struct PlantVersionTests {
    private static func text(_ limits: String, rules: String = "[1]") -> String {
        """
        version: shafts
        characteristics:
          - {name: d, equipment: "acme/**", chart: {kind: i-mr, rules: \(rules), limits: \(limits)}}

        """
    }

    /// A folder with a plant file and a cluster with its topic.
    private static func withCluster(
        _ body: (String, KafkaSettings, ([String]) throws -> TaktProgram.Result) throws -> Void
    ) throws {
        try RulesCommandTests.withFolder { folder in
            try RulesCommandTests.write(text("{mean: 10, sigma: 1}"), folder + "/plant.yaml")
            let cluster = try MockCluster()
            try cluster.createTopic("mes.plant.versions", partitionCount: 1)
            let settings = try installation(folder).kafkaSettings(brokers: cluster.bootstraps)
            try body(folder, settings) { words in
                try TaktProgram.run(
                    ["plant"] + words + ["--brokers", cluster.bootstraps],
                    folder: folder
                )
            }
        }
    }

    private static func installation(_ folder: String) throws -> Installation {
        try Installation(
            try ConfigurationOptions.parse([
                "--plant", folder + "/plant.yaml", "--topics", RulesCommandTests.root + "/topics",
            ])
        )
    }

    @Test("a file is applied, other limits of it too; another design is refused by its name")
    func commands() throws {
        try Self.withCluster { folder, _, run in
            let early = try run(["apply", "--effective-from", "2031-01-01T00:00:00Z"])
            #expect(early.code == 1 && early.errors.contains("no version of the plant file that"))
            let first = try run(["apply", "plant.yaml", "--by", "ann", "--why", "first"])
            #expect(first.code == 0, "\(first.errors)")
            #expect(first.output.contains("Version 1 of the plant file"))
            #expect(try run(["apply", "plant.yaml"]).output.contains("has this content already"))
            let file = folder + "/plant.yaml"
            try RulesCommandTests.write(Self.text("{mean: 20, sigma: 1}"), file)
            let time = "2031-01-01T00:00:00Z"
            let second = try run(["apply", "--why", "second", "--effective-from", time])
            #expect(second.output.contains("holds from 2031-01-01 00:00:00Z on"))
            try RulesCommandTests.write(Self.text("{mean: 20, sigma: 1}", rules: "[1, 2]"), file)
            let design = try run(["apply"])
            #expect(design.code == 1 && design.errors.contains("'d': the design of its charts"))
            try RulesCommandTests.write("characteristics: [", file)
            #expect(try run(["apply"]).code == 1)
            let lines = try run(["history", "--json"]).output.split(separator: "\n")
            let whys = try lines.map {
                try JSONDocument(parsing: String($0)).string("why") ?? ""
            }
            #expect(whys == ["second", "first"])
            #expect(try run(["history"]).output.contains("2031-01-01 00:00:00Z"))
        }
    }

    @Test(
        "the file of an engine becomes a version when only limits change; an old file undoes nothing"
    )
    func keeper() throws {
        try Self.withCluster { folder, settings, run in
            let installation = try Self.installation(folder)
            let file = folder + "/plant.yaml"
            let log = LogLines()
            func keeper() throws -> (PlantKeeper, UInt64) {
                let keeper = PlantKeeper(
                    installation,
                    settings,
                    board: SetBoard(inputs: installation.inputs),
                    instance: "one",
                    log: { log.add($1) }
                )
                return (keeper, try keeper.begin().contentHash)
            }
            func newest() throws -> PlantVersion? {
                try PlantHistory(settings, topic: "mes.plant.versions").newest
            }
            let (first, plant) = try keeper()
            #expect(first.newest == 1)
            try RulesCommandTests.write(Self.text("{mean: 20, sigma: 1}"), file)
            first.takeFile()
            #expect(try newest()?.number == 2 && newest()?.why == "the file of one was changed")
            try RulesCommandTests.write(Self.text("{mean: 20, sigma: 1}", rules: "[1, 2]"), file)
            first.takeFile()
            #expect(try newest()?.number == 2)
            #expect(log.text.contains("'d': the design of its charts, or whether"))
            // Restarted with old limits: the newest stay, and the engine begins where all began.
            try RulesCommandTests.write(Self.text("{mean: 10, sigma: 1}"), file)
            let (second, base) = try keeper()
            #expect(second.newest == 2 && base == plant)
            #expect(log.text.contains("The plant file is an older version"))
            // Restarted with another design: that counts.
            try RulesCommandTests.write(Self.text("{mean: 10, sigma: 1}", rules: "[1, 2]"), file)
            let (third, other) = try keeper()
            #expect(third.newest == 3 && other != plant)
        }
    }

    @Test("a version is written and read back, and of two with one number the first counts")
    func record() throws {
        var made: PlantVersion?
        try RulesCommandTests.withFolder { folder in
            let path = folder + "/plant.yaml"
            let text = Self.text("{mean: 10, sigma: 1}")
            try RulesCommandTests.write(text, path)
            let plant = try Installation.plant(at: path)
            made = PlantVersion(text, plant, by: "ann \"x\"", why: "ü\n")
        }
        var version = try #require(made)
        version.number = 7
        version.previous = 6
        version.effectiveFrom = EventTime(milliseconds: 1_772_438_400_123)
        #expect(PlantVersion(version.encoded()) == version)
        #expect(try version.plant().contentHash == version.version.content)
        #expect(PlantVersion(Array("{\"version\":1}".utf8)) == nil)
        var other = version
        other.by = "bob"
        var history = PlantHistory()
        let first = history.add(version.encoded())
        let second = history.add(other.encoded())
        #expect(first == version && second == nil && history.newest == version)
    }

    @Test("a file counts as changed when it reads the same twice")
    func watch() throws {
        try RulesCommandTests.withFolder { folder in
            let path = folder + "/plant.yaml"
            try RulesCommandTests.write("a", path)
            var watch = FileWatch(path: path, accepted: Array("a".utf8))
            try RulesCommandTests.write("b", path)
            #expect((0..<3).map { _ in watch.hasChanged() } == [false, true, false])
        }
    }
}

/// What a keeper logs.
private final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])
    var text: String { lines.withLock { $0.joined(separator: "\n") } }
    func add(_ line: String) { lines.withLock { $0.append(line) } }
}
