import Codecs
import Foundation
import KafkaBroker
import Records
import Testing

@testable import takt

/// Versions of the rules, from a folder to a topic and back.
@Suite("Versions of the rules", .ownThread)
struct RuleSetTests {
    private static let good = """
        rule "hot" {
          title = "{equipment} at {value}", owner = "q", on = "process.measurements", hold = "5s",
          when = [[ characteristic == "temp" and value > params.limit ]], params = { limit = 240 },
        }
        """
    private static let test = """
        test "hot is hot" {
          rule = "hot",
          given = series { "process.measurements", every = "5s", characteristic = "temp", value = { 241, 241 } },
          expect = { at "5s" { alert {} }, nothing_else },
        }
        """

    /// A folder with rules and a cluster with their topic.
    private static func withCluster(
        _ body: (String, String, ([String]) throws -> TaktProgram.Result) throws -> Void
    ) throws {
        try RulesCommandTests.withFolder { folder in
            try FileManager.default.createDirectory(
                atPath: folder + "/rules",
                withIntermediateDirectories: true
            )
            try RulesCommandTests.write(good, folder + "/rules/hot.lua")
            try RulesCommandTests.write(test, folder + "/rules/hot.test.lua")
            let cluster = try MockCluster()
            try cluster.createTopic("mes.rules.sets", partitionCount: 1)
            try body(folder, cluster.bootstraps) { words in
                try RulesCommandTests.run(words + ["--brokers", cluster.bootstraps], in: folder)
            }
        }
    }

    private static func history(
        _ run: ([String]) throws -> TaktProgram.Result
    ) throws -> [String] {
        let lines = try run(["history", "--json"]).output.split(separator: "\n")
        return try lines.map { line in
            let document = try JSONDocument(parsing: String(line))
            let modes = (document.strings("modes") ?? []).joined(separator: ",")
            return "\(document.int("version") ?? 0) \(document.string("why") ?? "") [\(modes)]"
        }
    }

    @Test("a folder is applied, a rule goes into shadow, and everything goes back")
    func commands() throws {
        try Self.withCluster { folder, _, run in
            let first = try run(["apply", "--by", "ann", "--why", "first"])
            #expect(first.code == 0, "\(first.errors)")
            #expect(first.output.contains("Version 1 of the rules, 1 rule"))
            let again = try run(["apply"])
            #expect(again.code == 0 && again.output.contains("has this content already"))
            #expect(try run(["shadow", "hot", "--why", "second"]).code == 0)
            let twice = try run(["shadow", "hot"])
            #expect(twice.code == 1 && twice.errors.contains("is shadow already"))
            let nobody = try run(["off", "cold"])
            #expect(nobody.code == 1 && nobody.errors.contains("no rule 'cold'; it has hot"))
            // What was laid over a file stays when the file changes.
            try RulesCommandTests.write(
                Self.good.replacing("240", with: "230"),
                folder + "/rules/hot.lua"
            )
            let time = "2031-01-01T00:00:00Z"
            let third = try run(["apply", "--why", "third", "--effective-from", time])
            #expect(third.output.contains("from 2031-01-01 00:00:00Z on"))
            #expect(third.output.contains("hot runs shadow"))
            #expect(try run(["rollback", "1", "--why", "fourth"]).code == 0)
            #expect(
                try Self.history(run) == [
                    "4 fourth []", "3 third [hot=shadow]", "2 second [hot=shadow]", "1 first []",
                ]
            )
            #expect(try run(["live", "hot"]).errors.contains("is live already"))
            #expect(try run(["rollback", "9"]).errors.contains("no version 9"))
        }
    }

    @Test("a set with an error or a test that fails is refused as a whole")
    func refused() throws {
        try Self.withCluster { folder, _, run in
            try RulesCommandTests.write("rule \"x\" {", folder + "/rules/x.lua")
            let wrong = try run(["apply"])
            #expect(wrong.code == 1 && wrong.errors.contains("refused as a whole"))
            #expect(wrong.errors.contains("rules/x.lua:1"))
            try FileManager.default.removeItem(atPath: folder + "/rules/x.lua")
            try RulesCommandTests.write(
                Self.good.replacing("240", with: "250"),
                folder + "/rules/hot.lua"
            )
            let failing = try run(["apply"])
            #expect(failing.code == 1 && failing.errors.contains("hot.test.lua:1: hot is hot"))
            #expect(try run(["history"]).output.contains("There is no version"))
        }
    }

    @Test(
        "an engine's folder becomes a version once, and again when it changes; a bad one is refused"
    )
    func keeper() throws {
        try Self.withCluster { folder, cluster, run in
            let words = [
                "--rules", folder + "/rules", "--topics", RulesCommandTests.root + "/topics",
            ]
            let installation = try Installation(try ConfigurationOptions.parse(words))
            let settings = installation.kafkaSettings(brokers: cluster)
            func keeper() throws -> RuleSetKeeper {
                let keeper = try RuleSetKeeper(
                    installation,
                    settings,
                    instance: "one",
                    log: { _, _ in }
                )
                try keeper.begin()
                return keeper
            }
            let first = try keeper()
            #expect(first.status.figures.version == 1 && first.status.figures.ruleCount == 1)
            #expect(try keeper().status.figures.version == 1, "it was there already")
            var history = try RuleSetHistory(settings, topic: "mes.rules.sets")
            try RulesCommandTests.write("rule \"x\" {", folder + "/rules/x.lua")
            first.takeFolder(history)
            #expect(first.board.problem?.contains("1 error; the set is refused as a") == true)
            #expect(first.status.figures.refusedCount == 1)
            try FileManager.default.removeItem(atPath: folder + "/rules/x.lua")
            try RulesCommandTests.write(
                Self.good + Self.good.replacing("hot", with: "warm"),
                folder + "/rules/hot.lua"
            )
            first.takeFolder(history)
            #expect(first.board.problem == nil && first.status.figures.problem == nil)
            history = try RuleSetHistory(settings, topic: "mes.rules.sets")
            #expect(history.versions.map(\.number) == [1, 2])
            #expect(history.newest?.ruleCount == 2 && history.newest?.by == "one")
            // Somebody applied another one meanwhile: an old folder does not undo it.
            _ = try run(["rollback", "1"])
            #expect(try keeper().status.figures.version == 3)
        }
    }

    @Test("a version is written and read back, and of two with one number the first counts")
    func record() throws {
        var made: RuleSetVersion?
        try Self.withCluster { folder, _, _ in
            let words = [
                "--rules", folder + "/rules", "--topics", RulesCommandTests.root + "/topics",
            ]
            let installation = try Installation(try ConfigurationOptions.parse(words))
            let set = try RuleSetCandidate(folder: folder + "/rules", installation).set
            let laid = set.with(modes: ["hot": .shadow])
            made = RuleSetVersion(laid, testCount: 2, by: "ann \"x\"", why: "ü\n")
        }
        var version = try #require(made)
        version.number = 7
        version.previous = 6
        version.effectiveFrom = EventTime(milliseconds: 1_772_438_400_123)
        #expect(RuleSetVersion(version.encoded()) == version)
        #expect(version.ruleSet(BenchRules.catalogue).set?.contentHash == version.hash)
        #expect(RuleSetVersion(Array("{\"version\":1}".utf8)) == nil)
        var other = version
        other.by = "bob"
        var history = RuleSetHistory()
        let first = history.add(version.encoded())
        let second = history.add(other.encoded())
        #expect(first == version && second == nil && history.newest == version)
    }

    @Test("the benchmark of reloading closes what it should close")
    func bench() throws {
        let report = try ReloadBench(ruleCount: 100, machineCount: 3, taskCount: 2).run()
        #expect(report.keyCounts == (300, 297) && report.closedCount == 3)
        #expect(report.reading > 0 && report.longest > 0)
    }
}
