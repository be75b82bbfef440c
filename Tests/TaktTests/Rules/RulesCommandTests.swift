import Codecs
import Foundation
import Testing

@testable import takt

/// `takt rules …` as a quality engineer runs it.
@Suite("takt rules", .ownThread)
struct RulesCommandTests {
    static let root =
        "/"
        + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")

    /// Runs `takt rules` in a new folder, with the contracts of this project.
    static func run(_ words: [String], in folder: String) throws -> TaktProgram.Result {
        try TaktProgram.run(["rules"] + words + ["--topics", root + "/topics"], folder: folder)
    }

    static func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    static func write(_ text: String, _ path: String) throws {
        try text.write(toFile: path, atomically: true, encoding: .utf8)
    }

    @Test("a new folder is checked, tested and explained at once, and never overwritten")
    func beginning() throws {
        try Self.withFolder { folder in
            let made = try Self.run(["init"], in: folder)
            #expect(made.code == 0, "\(made.errors)")
            #expect(FileText.isFile(folder + "/rules/.api/rules.d.lua"))
            let checked = try Self.run(["check", "rules"], in: folder)
            #expect(checked.code == 0 && checked.output.contains("1 rule, 0 errors, 0 warnings"))
            let junit = folder + "/results.xml"
            let tested = try Self.run(["test", "--rules", "rules", "--junit", junit], in: folder)
            #expect(tested.code == 0 && tested.output.contains("2 tests, 2 ok, 0 failed"))
            #expect(try FileText.text(junit).contains(#"<testsuites tests="2" failures="0""#))
            let event = #"{"equipment": "M1", "characteristic": "temperature", "value": 250}"#
            let words = ["explain", "over-limit", "--rules", "rules", "--event"]
            let explained = try Self.run(words + [event], in: folder)
            #expect(explained.code == 0 && explained.output.contains("✓ value > params.limit"))
            try Self.write(event, folder + "/event.json")
            let fromFile = try Self.run(words + ["@event.json"], in: folder)
            #expect(fromFile.output == explained.output)
            let again = try Self.run(["init"], in: folder)
            #expect(again.code == 1 && again.errors.contains("is there already"))
        }
    }

    @Test("findings are lines of JSON for programs, and errors end with 1")
    func findings() throws {
        try Self.withFolder { folder in
            try FileManager.default.createDirectory(
                atPath: folder + "/rules",
                withIntermediateDirectories: true
            )
            try Self.write(
                """
                rule "x" { owner = "q", on = "process.measurements", hold = "1m", when = [[ valeu > 1 ]] }

                """,
                folder + "/rules/x.lua"
            )
            let result = try Self.run(["check", "rules", "--json"], in: folder)
            #expect(result.code == 1)
            let lines = result.output.split(separator: "\n")
            #expect(lines.count == 1)
            let finding = try JSONDocument(parsing: String(lines[0]))
            #expect(finding.string("code") == "E203")
            #expect(finding.string("file") == "rules/x.lua")
            #expect(finding.int("line") == 1 && finding.int("column") == 77)
            let text = try Self.run(["check", "rules"], in: folder)
            #expect(text.output.contains("did you mean 'value'?"))
            #expect(text.output.contains("^^^^^\n"))
        }
    }

    static func rule(limit: Int, mode: String = "live") -> String {
        """
        rule "hot" { title = "{equipment} {value}", owner = "q", on = "process.measurements", mode = "\(mode)",
          when = [[ characteristic == "temp" and value > \(limit) ]], hold = "1s" }

        """
    }

    /// Two machines, a reading a minute; M1 is above 100 twice and above 110 once, M2 never.
    static var recording: String {
        let values = [90, 105, 105, 90, 90, 120, 120, 90]
        var text = ""
        for (index, value) in values.enumerated() {
            for (machine, value) in [("M1", value), ("M2", 80)] {
                let milliseconds = 1_772_400_000_000 + index * 60_000
                text += #"{"topic": "mes.process.measurements", "key": "\#(machine)", "#
                text += #""timestamp": \#(milliseconds), "value": {"equipment": "\#(machine)", "#
                text += #""time": \#(milliseconds), "characteristic": "temp", "value": \#(value)}}"#
                text += "\n"
            }
        }
        return text
    }

    @Test("a backtest counts firings, and what only one of two sets raises")
    func backtest() throws {
        try Self.withFolder { folder in
            for (name, text) in [
                ("new", Self.rule(limit: 110, mode: "shadow")), ("old", Self.rule(limit: 100)),
            ] {
                try FileManager.default.createDirectory(
                    atPath: folder + "/" + name,
                    withIntermediateDirectories: true
                )
                try Self.write(text, "\(folder)/\(name)/hot.lua")
            }
            try Self.write(Self.recording, folder + "/day.ndjson")
            let words = ["backtest", "day.ndjson", "--rules", "new", "--against", "old"]
            let result = try Self.run(words, in: folder)
            #expect(result.code == 0, "\(result.errors)")
            #expect(
                result.output == """
                    hot
                                          new     old
                      fired                 1       2
                        2026-W09            1       2
                      keys                  1       1
                        M1                  1       2
                      median open      1m 59s  1m 59s
                      open at the end       0       0
                      only in old: 1
                        2026-03-01 21:21:01Z  1m 59s  medium  M1


                    """,
                "\(result.output)"
            )
            #expect(result.errors.contains("new: 16 records in "))
            let twice = try Self.run(words, in: folder)
            #expect(twice.output == result.output)
            let unknown = try Self.run(words + ["--rule", "cold"], in: folder)
            #expect(unknown.code == 1 && unknown.errors.contains("There is no rule 'cold'"))
            #expect(try Self.run(["backtest", "-", "--against", "old"], in: folder).code == 2)
        }
    }
}
