import Codecs
import Foundation
import ProcessControl
import Testing

@testable import takt

/// `takt spc` on small files with results that are known.
@Suite("Files as control charts")
struct SPCTests {
    /// Montgomery's orange juice, table 7.1: the first 30 samples of 50 cans.
    private static let juice = [
        12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9,
        12,
        7, 13, 9, 6,
    ]

    private func report(_ csv: String, _ arguments: [String]) throws -> SPCReport {
        let options = try SPCOptions.parse(arguments)
        let table = try CSVTable(csv, name: "test.csv")
        return try SPCAnalysis(SPCInput(table, options), options).report
    }

    private var juiceFile: String {
        "sample,D,size\n"
            + Self.juice.enumerated().map { "\($0 + 1),\($1),50\n" }.joined()
    }

    @Test("orange juice has the published p chart, before and after two samples are explained")
    func orangeJuice() throws {
        let arguments = ["--chart", "p", "--value", "D", "--inspected", "size"]
        let first = try report(juiceFile, arguments)
        #expect(abs(first.points[0].ucl - 0.41023911859473844) < 1e-13)
        #expect(abs(first.points[0].lcl - 0.05242754807192823) < 1e-13)
        let beyond = first.points.indices.filter { index in
            first.points[index].rules.contains { $0.code == "N1" }
        }
        #expect(beyond.map { $0 + 1 } == [15, 23])
        let second = try report(juiceFile, arguments + ["--exclude", "15,23"])
        #expect(abs(second.points[0].ucl - 0.38929716004571047) < 1e-13)
        #expect(second.stages.first?.pointCount == 28)
    }

    @Test("each stage has limits of its own, and no pattern reaches across")
    func stages() throws {
        let rows = (0..<20).map { index in
            let level = index < 10 ? 10.0 : 20
            return
                "\(level + (index.isMultiple(of: 2) ? 0.5 : -0.5)),\(index < 10 ? "old" : "new")\n"
        }
        let csv = "x,tool\n" + rows.joined()
        let staged = try report(csv, ["--stage", "tool"])
        #expect(staged.stages.map(\.name) == ["old", "new"])
        #expect(staged.stages.map(\.start) == [0, 10])
        #expect(abs(staged.stages[0].mean - 10) < 1e-12 && abs(staged.stages[1].mean - 20) < 1e-12)
        #expect(staged.points.allSatisfy { !$0.isSignal })
        let whole = try report(csv, [])
        #expect(whole.points.contains { $0.isSignal })
        let picture = SVGChart(ChartPicture(staged, title: "x")).text
        #expect(picture.contains(">old</text>") && picture.contains(">new</text>"))
    }

    @Test("subgroups come from a column or from so many rows, with capability beside the chart")
    func subgroups() throws {
        let csv =
            "group;d\n"
            + (0..<40).map { "\($0 / 4);\(50 + [1.0, -1, 0.5, -0.5][$0 % 4])\n" }.joined()
        let byColumn = try report(csv, ["--value", "d", "--subgroup", "group", "--usl", "56"])
        let bySize = try report(csv, ["--value", "d", "--size", "4", "--usl", "56"])
        #expect(byColumn.chart == .meanRange && byColumn.points.count == 10)
        #expect(bySize.points.map(\.ucl) == byColumn.points.map(\.ucl))
        let constants = ControlChartConstants(subgroupSize: 4)
        #expect(abs(byColumn.points[0].ucl - (50 + constants.A2 * 2)) < 1e-9)
        let study = try #require(byColumn.capabilities[0])
        #expect(study.isValid && study.within?.both == nil)
        let sigma = 2 / constants.d2
        #expect(abs((study.within?.least.value ?? 0) - 6 / (3 * sigma)) < 1e-9)
    }

    @Test("a CUSUM shows both sums and the points since the change")
    func cusum() throws {
        let csv = "x\n" + [10, 9, 11, 10, 13, 13, 13].map { "\($0)\n" }.joined()
        let report = try report(
            csv,
            ["--chart", "cusum", "--mean", "10", "--sigma", "2", "--interval", "2"]
        )
        #expect(report.points.map(\.statistic) == [0, 0, 0, 0, 1, 2, 3])
        #expect(report.points[6].rules.map(\.code) == ["C+"])
        #expect(report.points[6].rules.first?.points == [5, 6, 7])
    }

    @Test("JSON parses, with a null where there is no figure")
    func json() throws {
        let report = try report("x\n1\n2\n4\n3\n", ["--lsl", "0"])
        let document = try JSONDocument(parsing: SPCJSON.bytes(report))
        #expect(document.string("chart") == "i-mr")
        #expect(document.array("points")?.count == 4)
        let text = String(decoding: SPCJSON.bytes(report), as: UTF8.self)
        #expect(text.contains("\"dispersion\":null") && text.contains("\"too-few-values\""))
        #expect(!text.contains("nan"))
    }

    @Test("equal values, a single one, and counts that make no sense are answered in sentences")
    func badInput() throws {
        let flat = try report("x\n5\n5\n5\n", [])
        #expect(flat.points.count == 3 && flat.points.allSatisfy(\.isDegenerate))
        #expect(SPCTable(flat).text.contains("degenerate"))
        #expect(throws: Failure.self) { try report("x\n5\n", []) }
        #expect(throws: Failure.self) { try report("", []) }
        #expect(throws: Failure.self) { try report("x,y\n1\n", []) }
        #expect(throws: Failure.self) { try report("x\n1\n2\n", ["--value", "z"]) }
        #expect(throws: Failure.self) { try report("x\n1\n2\n", ["--lsl", "3", "--usl", "2"]) }
        let counts = try report(
            "d,n\n1,10\n-1,10\n3,0\n11,10\n2,10\nx,10\n",
            ["--chart", "p", "--inspected", "n"]
        )
        #expect(counts.points.count == 2 && counts.refused.count == 4)
    }

    @Test("a quoted field holds commas, quotes and line ends")
    func csv() throws {
        let table = try CSVTable("a,\"b \"\"c\"\"\"\r\n1,\"x, y\nz\"\n\n2,\n", name: "t")
        #expect(table.columns == ["a", "b \"c\""])
        #expect(table.rows.map(\.fields) == [["1", "x, y\nz"], ["2", ""]])
        #expect(table.rows.map(\.line) == [2, 5])
    }

    @Test("limits step where sample sizes change")
    func steps() throws {
        let csv = "c,n\n" + [(9, 1), (22, 2), (8, 1), (41, 4)].map { "\($0),\($1)\n" }.joined()
        let report = try report(csv, ["--chart", "u", "--inspected", "n"])
        #expect(Set(report.points.map(\.ucl)).count == 3)
        let text = SVGChart(ChartPicture(report, title: "u")).text
        let upper = text.split(separator: "\n").first { $0.contains("stroke-dasharray=\"6 4\"") }
        // Four levels of two ends each make one line of eight places.
        #expect(upper?.split(separator: "\"")[1].split(separator: " ").count == 8)
    }
}
