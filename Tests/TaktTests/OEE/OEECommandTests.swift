import Foundation
import Testing

@testable import takt

/// The published shift of 420 minutes with 88.81, 86.11, 97.80 and 74.79 per cent (Vorne), as files.
@Suite("OEE from a file")
struct OEECommandTests {
    private static let plant = """
        defaults: {ideal_cycle: 1s, micro_stop: 2m}
        equipment: {acme/line-1/press-7: {calendar: c}}
        calendars:
          c:
            shifts:
              - name: early
                start: "06:00"
                end: "14:00"
                breaks:
                  - {start: "08:00", end: "08:15"}
                  - {start: "10:00", end: "10:30"}
                  - {start: "12:00", end: "12:15"}
        states: {reasons: {mechanical: {children: {jam: }}}}
        """

    fileprivate static let csv = """
        time,equipment,state,reason,total,scrap
        2026-03-02T14:00:00Z,acme/line-1/press-7,,,19271,423
        2026-03-02T07:17:00Z,acme/line-1/press-7,execute,,,
        2026-03-02T06:30:00Z,acme/line-1/press-7,stopped,"jam",,
        2026-03-02T06:00:00Z,acme/line-1/press-7,execute,,,
        """

    fileprivate static let ndjson = """
        {"topic":"mes.equipment.states","key":"acme/line-1/press-7","value":{"equipment":"acme/line-1/press-7","time":"2026-03-02T06:00:00Z","state":"execute"}}
        {"topic":"mes.alerts","key":"x","value":{}}

        {"time":1772433000000,"equipment":"acme/line-1/press-7","state":"stopped","reason":"jam"}
        {"time":"2026-03-02T08:17:00+01:00","equipment":"acme/line-1/press-7","state":"execute"}
        {"time":"2026-03-02T14:00:00Z","equipment":"acme/line-1/press-7","total":19271,"scrap":423}
        """

    private func inFolder<R>(
        _ files: [String: String],
        _ body: (String) throws -> R
    ) throws -> R {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files {
            try Data(text.utf8).write(to: folder.appending(path: name))
        }
        return try body(folder.path)
    }

    @Test(
        "the published shift comes out of CSV and of NDJSON",
        arguments: [OEECommandTests.csv, OEECommandTests.ndjson]
    )
    func published(text: String) throws {
        try inFolder(["input": text, "plant.yaml": Self.plant]) { folder in
            let result = try TaktProgram.run(["oee", "input", "--json", "-"], folder: folder)
            #expect(result.code == 0 && result.errors.isEmpty, "\(result.errors)")
            let read = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
            let report = try #require(read as? [String: Any])
            let windows = try #require(report["windows"] as? [[String: Any]])
            #expect((report["sums"] as? [[String: Any]])?.count == 3 && windows.count == 1)
            let window = try #require(windows.first)
            #expect(window["window"] as? String == "shift early")
            for (name, expected) in [
                ("availability", 373.0 / 420), ("performance", 19_271.0 / 373 / 60),
                ("quality", 18_848.0 / 19_271), ("oee", 0.7479365079365079),
            ] {
                let value = try #require(window[name] as? Double)
                #expect(abs(value - expected) < 1e-12)
            }
            let losses = try #require(window["losses_ms"] as? [String: Double])
            #expect(losses["breakdowns"] == 47 * 60_000 && losses["processDefects"] == 423_000)
            let reasons = try #require(report["reasons"] as? [[String: Any]])
            #expect(reasons.first?["path"] as? [String] == ["mechanical", "jam"])
            #expect(reasons.first?["time_ms"] as? Double == 47.0 * 60_000)
        }
    }

    /// Two stations for an hour: the press made 1,800 good of 2,000 at 1.5 s, the welder 1,000 at 3 s.
    /// The ideal times of the good are 2,700 s and 3,000 s, and 2,000 s for 1,000 at 2 s.
    private static let lines: [(method: String, oee: Double)] = [
        ("{method: sum}", 0.7916666666666667), ("{method: bottleneck}", 0.8333333333333334),
        ("{method: bottleneck, station: press}", 0.75),
        ("{method: output, station: weld, ideal_cycle: 2s}", 0.5555555555555556),
    ]

    @Test("a line is judged by the station that its plant file names", arguments: lines)
    func line(method: String, expected: Double) throws {
        let plant = """
            equipment:
              - {path: acme/line-1, line_oee: \(method)}
              - {path: acme/line-1/press, ideal_cycle: 1500ms}
              - {path: acme/line-1/weld, ideal_cycle: 3s}
            """
        let events = """
            time,equipment,state,total,good
            2026-03-02T06:00:00Z,acme/line-1/press,running,,
            2026-03-02T06:00:00Z,acme/line-1/weld,running,,
            2026-03-02T06:45:00Z,acme/line-1/weld,down,,
            2026-03-02T07:00:00Z,acme/line-1/press,,2000,1800
            2026-03-02T07:00:00Z,acme/line-1/weld,,1000,1000
            """
        try inFolder(["input": events, "plant.yaml": plant]) { folder in
            let arguments = ["oee", "input", "--window", "hour", "--json", "-"]
            let result = try TaktProgram.run(arguments, folder: folder)
            #expect(result.code == 0 && result.errors.isEmpty, "\(result.errors)")
            let read = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
            let sums = try #require((read as? [String: Any])?["sums"] as? [[String: Any]])
            let paths = sums.compactMap { $0["equipment"] as? String }
            #expect(paths == ["acme/line-1/press", "acme/line-1/weld", "acme/line-1", "acme"])
            // What the line says is what the level above adds up.
            for sum in sums.suffix(2) {
                #expect(abs((sum["oee"] as? Double ?? 0) - expected) < 1e-12)
            }
        }
    }

    @Test("the table has the machine, the line and the pictures have every loss")
    func tableAndPictures() throws {
        try inFolder(["input.csv": Self.csv, "plant.yaml": Self.plant]) { folder in
            let arguments = ["oee", "input.csv", "--waterfall", "w.svg", "--pareto", "p.svg"]
            let result = try TaktProgram.run(arguments + ["--reasons", "r.svg"], folder: folder)
            #expect(result.code == 0, "\(result.errors)")
            #expect(result.output.contains("acme/line-1/press-7  shift early"))
            #expect(result.output.contains("74.8 %"))
            for (file, parts) in [
                ("w.svg", ["Planned production time", "47.0 min (11.2 %)", "Good output"]),
                ("p.svg", ["Breakdowns", "Reduced speed", "100.0 %"]),
                ("r.svg", ["mechanical › jam", "47.0 min"]),
            ] {
                let text = try FileText.text(folder + "/" + file)
                #expect(text.hasPrefix("<svg") && parts.allSatisfy { text.contains($0) }, "\(file)")
            }
        }
    }

    @Test(
        "what cannot be read is said in a sentence",
        arguments: [
            ("", "neither NDJSON nor CSV"), ("time,state", "no state and no count"),
            ("a,b\n1,2", "CSV with a header"),
            ("time,state\n2026-03-02T06:00:00Z,down", "names no equipment"),
            ("time,equipment\n2026-03-02T06:00:00Z,m", "neither a state nor a count"),
            ("time,equipment,state\nyesterday,m,down", "no readable time"),
            ("time,equipment,state\n1,m,down,9", "Line 2 has 4 fields"),
            ("time,equipment,state\n\"1,m,down", "never closed"), ("{\"a\":", "is no JSON"),
        ]
    )
    func unreadable(text: String, part: String) throws {
        try inFolder(["input": text]) { folder in
            let result = try TaktProgram.run(["oee", "input"], folder: folder)
            #expect(result.code == 1 && result.output.isEmpty)
            #expect(result.errors.contains(part), "\(result.errors)")
        }
    }

    @Test("what the engine refuses is counted with its reason, the rest is computed")
    func refused() throws {
        let text = Self.csv + "\n2026-03-02T09:00:00Z,acme/line-1/press-7,dancing,,,"
        try inFolder(["input": text, "plant.yaml": Self.plant]) { folder in
            let result = try TaktProgram.run(["oee", "input"], folder: folder)
            #expect(result.code == 0 && result.output.contains("74.8 %"))
            #expect(result.errors.contains("1 record refused: The plant does not know the state"))
        }
    }

    @Test("quoted fields hold commas, quotes and line ends")
    func quotedFields() throws {
        let text = try #require(CSVText("a,\"b,\"\"c\"\"\nd\",\r\n\r\ne,f,g"))
        #expect(text.rows.map(\.cells) == [["a", "b,\"c\"\nd", ""], ["e", "f", "g"]])
        #expect(text.rows.map(\.line) == [1, 4])
    }
}
