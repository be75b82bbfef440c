import Codecs
import Foundation
import Records
import Testing

@testable import takt

/// Twelve values with limits that are known: 10 ± 3 × 1, one value far above.
@Suite("Charts as pictures")
struct ChartTests {
    private static let values = [10, 9, 11, 10, 9, 11, 10, 14, 10, 9, 11, 10.0]

    private func picture(_ values: [Double] = values, points: Int = 100) throws -> ChartPicture {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "plant.yaml").path
        try Data(
            """
            version: t
            time_zone: UTC
            characteristics:
              - name: d<1>
                equipment: "acme/*"
                unit: mm
                chart: {kind: i-mr, rules: [1, 5], limits: {mean: 10, sigma: 1}}
            """.utf8
        ).write(to: URL(filePath: path))
        let plant = try Installation.plant(at: path)
        let settings = try #require(plant.characteristic(named: "d<1>", at: "acme/m1"))
        var series = try ChartSeries(settings)
        for (index, value) in values.enumerated() {
            let text = """
                {"time":"2026-03-02T08:00:\(index < 10 ? "0" : "")\(index)Z","value":\(value),\
                "equipment":"acme/m1","characteristic":"d<1>"}
                """
            let reading = ChartReading(
                Array(text.utf8),
                equipment: "acme/m1",
                characteristic: "d<1>"
            )
            series.add(try #require(reading))
        }
        return ChartPicture(
            series: series,
            settings: settings,
            equipment: "acme/m1",
            product: "p&q",
            pointCount: points
        )
    }

    @Test("the picture has the limits, the values, and a mark where a rule is broken")
    func content() throws {
        let picture = try picture()
        #expect(picture.title == "d<1> [mm] at acme/m1, product p&q")
        #expect(picture.subtitle.hasPrefix("I-MR chart of 12 points; LCL 7.00, centre 10.00, "))
        #expect(picture.subtitle.contains("UCL 13.00"))
        #expect(picture.location.values == Self.values)
        #expect(picture.location.uppers.allSatisfy { abs($0 - 13) < 1e-9 })
        #expect(picture.location.lowers.allSatisfy { abs($0 - 7) < 1e-9 })
        #expect(picture.location.marks.firstIndex(of: "1") == 7)
        #expect(picture.location.marks.count { !$0.isEmpty } == 1)
        // 3.686 sigma is the limit of a moving range of two; 11 to 10 to 14 to 10 goes beyond twice.
        let marks = picture.dispersion?.marks ?? []
        #expect(marks.indices.filter { marks[$0] == "R" } == [7, 8])
        #expect(picture.signals.count == 2)
        #expect(picture.signals.first?.hasPrefix("1  ") == true)
        #expect(picture.signals.first?.hasSuffix(": 1 point, last at 2026-03-02 08:00:07Z") == true)
    }

    @Test("the chart of characters has a row for each limit, a diamond, and the rule below it")
    func text() throws {
        let lines = TextChart(try picture()).text.split(
            separator: "\n",
            omittingEmptySubsequences: false
        )
        #expect(lines.contains("    UCL 13.00 ┤╌╌╌╌╌╌╌╌╌╌╌╌"))
        #expect(lines.contains { $0.hasPrefix("     CL 10.00 ┤") && $0.contains("•──•") })
        #expect(lines.contains("     LCL 7.00 ┤╌╌╌╌╌╌╌╌╌╌╌╌"))
        #expect(lines.contains("        14.00 ┤       ◆    "))
        #expect(lines.contains("         rule └       1    "))
        #expect(lines.contains("         rule └       RR   "))
        #expect(lines.contains { $0.contains("2026-03-02 08:00:00Z … 2026-03-02 08:00:11Z") })
        let calm = TextChart(try picture([10, 9, 11, 10])).text
        #expect(calm.contains("No rule is violated by the points shown."))
        #expect(!calm.contains("◆"))
    }

    @Test("the newest points are shown when there are more, judged with all before them")
    func newest() throws {
        let picture = try picture(points: 5)
        #expect(picture.location.values == [14, 10, 9, 11, 10])
        #expect(picture.location.marks == ["1", "", "", "", ""])
        #expect(picture.subtitle.contains("12 points, the newest 5 shown"))
    }

    @Test("the SVG is well formed, with limits, labels, a mark, and names escaped")
    func svg() throws {
        let text = SVGChart(try picture()).text
        #expect(text.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1100.0 "))
        #expect(text.hasSuffix("</svg>\n"))
        #expect(text.contains(">d&lt;1&gt; [mm] at acme/m1, product p&amp;q</text>"))
        for label in ["UCL 13.00", "CL 10.00", "LCL 7.00"] {
            #expect(text.contains(">\(label)</text>"), "\(label)")
        }
        #expect(text.contains("stroke=\"#c1121f\" stroke-width=\"1.3\" stroke-dasharray=\"6 4\""))
        #expect(text.contains("text-anchor=\"middle\" font-weight=\"bold\">1</text>"))
        #expect(text.contains("text-anchor=\"middle\" font-weight=\"bold\">R</text>"))
        // A disc for each value and each of the eleven ranges.
        #expect(text.components(separatedBy: "<circle ").count - 1 == 12 + 11)
        for tag in ["text", "svg"] {
            #expect(
                text.components(separatedBy: "<\(tag) ").count
                    == text.components(separatedBy: "</\(tag)>").count
            )
        }
        #expect(!text.contains("nan") && !text.contains("inf") && !text.contains("–"))
    }

    @Test("a single point makes a picture, and rows of a scale stay inside")
    func onePoint() throws {
        let picture = try picture([10])
        #expect(SVGChart(picture).text.contains("<circle "))
        #expect(TextChart(picture).text.contains("•"))
        let scale = RowScale(range: 0...10, height: 4)
        #expect(
            [10, 7.6, 5, 2.4, 0, -1, 11, .nan].map(scale.row) == [0, 0, 2, 3, 3, nil, nil, nil]
        )
    }
}
