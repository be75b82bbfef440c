import Codecs
import Foundation
import Testing

@testable import takt

@Suite("People decide about limits on the command line", .ownThread)
struct ChartOrderTests {
    private static let chart = ["acme/m1", "d"]

    private func order(_ words: [String], by: Bool = true) throws -> TaktProgram.Result {
        let who = by ? ["--by", "ada", "--print-only"] : []
        return try TaktProgram.run(
            ["chart", words[0]] + Self.chart + Array(words.dropFirst()) + who
        )
    }

    /// The value of the command that was printed as a replay line.
    private func value(_ result: TaktProgram.Result) throws -> JSONDocument {
        #expect(result.code == 0, "\(result.errors)")
        let line = try JSONDocument(parsing: result.output)
        #expect(line.string("topic") == "mes.chart.commands" && line.string("key") == "acme/m1")
        let text = line.string("value")
        return try JSONDocument(parsing: try #require(text))
    }

    @Test("every word makes the command that the contract describes")
    func words() throws {
        for (words, field, wanted) in [
            (["freeze", "--why", "new die"], "why", "new die"),
            (["propose"], "by", "ada"),
            (
                ["approve", "--effective-from", "2026-03-02T14:00:00Z"], "effective_from",
                "2026-03-02T14:00:00Z"
            ),
            (["decline", "--product", "A-17"], "product", "A-17"),
            (["exclude", "--point", "4", "--cause", "dropped gauge"], "cause", "dropped gauge"),
            (["include", "--offset", "99", "--stage", "T1"], "stage", "T1"),
            (["collect"], "characteristic", "d"),
        ] {
            let document = try value(order(words))
            #expect(document.string("command") == words[0])
            #expect(document.string("equipment") == "acme/m1" && document.string("by") == "ada")
            #expect(document.string(field) == wanted, "\(words)")
        }
        let given = try value(order(["limits", "--mean", "20", "--sigma", "0.5", "--chart", "2"]))
        #expect(given.double("mean") == 20 && given.double("sigma") == 0.5)
        #expect(given.int("chart_number") == 2)
        let point = try value(order(["include", "--offset", "99"]))
        #expect(point.int("offset") == 99)
        #expect(try value(order(["approve", "--version", "3"])).int("version") == 3)
    }

    @Test("what is left out or makes no sense ends with 2, and nothing is printed")
    func usage() throws {
        for words in [
            ["exclude", "--point", "4"], ["exclude", "--cause", "x"], ["limits", "--mean", "1"],
            ["include", "--point", "1", "--offset", "2"], ["freeze", "--effective-from", "soon"],
        ] {
            let result = try order(words)
            #expect(result.code == 2 && result.output.isEmpty, "\(words) \(result.errors)")
        }
        #expect(try order(["freeze"], by: false).code == 2)
    }

    @Test("the view lets versions hold from their time on, and the history lists them")
    func versions() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var lines = (0..<20).map { index in
            let time = "2026-03-02T08:00:\(index < 10 ? "0" : "")\(index)Z"
            return """
                {"topic":"mes.process.measurements","key":"acme/m1","value":"{\\"equipment\\":\\"acme/m1\\",\\"time\\":\\"\(time)\\",\\"characteristic\\":\\"d\\",\\"value\\":\(index < 10 ? 10 : 20)}"}
                """
        }
        lines.append(
            """
            {"topic":"mes.spc.limits","key":"acme/m1","value":"{\\"time\\":\\"2026-03-02T08:00:09Z\\",\\"equipment\\":\\"acme/m1\\",\\"characteristic\\":\\"d\\",\\"chart\\":\\"i-mr\\",\\"change\\":\\"given\\",\\"phase\\":\\"monitoring\\",\\"limit_version\\":2,\\"effective_from\\":\\"2026-03-02T08:00:10Z\\",\\"mean\\":20,\\"sigma\\":1,\\"by\\":\\"ada\\"}"}
            """
        )
        let file = folder.appending(path: "lines.ndjson").path
        let plant = folder.appending(path: "plant.yaml").path
        try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: file))
        try Data(
            """
            version: t
            characteristics:
              - {name: d, equipment: "acme/*", chart: {kind: i-mr, rules: [1], limits: {mean: 10, sigma: 1}}}
            """.utf8
        ).write(to: URL(filePath: plant))
        let view = try TaktProgram.run(
            ["chart"] + Self.chart + ["--file", file, "--plant", plant, "--points", "20"]
        )
        #expect(view.code == 0, "\(view.errors)")
        #expect(view.output.contains("from 2026-03-02 08:00:10Z: limits of version 2, ada"))
        #expect(view.output.contains("UCL 23.0") && view.output.contains("No rule is violated"))
        let history = try TaktProgram.run(
            ["chart", "history"] + Self.chart + ["--file", file, "--plant", plant]
        )
        #expect(history.code == 0 && history.output.contains("given"), "\(history.errors)")
        #expect(history.output.contains("ada"))
    }
}
