import Codecs
import Testing

@testable import takt

@Suite("OEE in the live view")
struct OEEBoardTests {
    private func record(_ path: String, minute: Int, _ fields: String) throws -> JSONDocument {
        let start = "2026-03-02T06:\(minute < 10 ? "0" : "")\(minute):00.000Z"
        let text = """
            {"equipment":"\(path)","window":"minute","window_start":"\(start)",\(fields)}
            """
        return try JSONDocument(parsing: Array(text.utf8))
    }

    private static let poor = """
        "planned_ms":60000,"run_ms":40000,"down_ms":15000,"minor_stop_ms":5000,\
        "total":30,"good":24,"ideal_total_ms":30000,"ideal_good_ms":24000
        """
    private static let good = """
        "planned_ms":60000,"run_ms":60000,"total":60,"good":60,"ideal_total_ms":60000,\
        "ideal_good_ms":60000
        """

    @Test("lines, areas and sites show what the roll-ups publish, machines what they publish")
    func levels() throws {
        var board = OEEBoard()
        board.enter(try record("e/s/a/l1/m", minute: 1, Self.poor))
        board.enter(try record("e/s/a/l2/m", minute: 1, Self.good))
        #expect(board.lines.isEmpty && board.worstLine == nil)
        for (path, figures) in [("e/s/a/l1", Self.poor), ("e/s/a/l2", Self.good)] {
            board.enter(try record(path, minute: 1, #""machines":1,"# + figures))
        }
        let area = #""machines":2,"planned_ms":120000,"ideal_good_ms":84000"#
        board.enter(try record("e/s/a", minute: 1, area))
        #expect(board.lines.map(\.name) == ["e/s/a/l1", "e/s/a/l2"])
        #expect(board.levels.map(\.name) == ["e/s/a"] && board.levels[0].oee == 0.7)
        #expect(board.worstLine?.name == "e/s/a/l1" && board.worstLine?.oee == 0.4)
        #expect(board.worstMachines.map(\.name) == ["e/s/a/l1/m", "e/s/a/l2/m"])
        // The sum over the machines, not the mean of their ratios nor of their lines.
        #expect(board.plant.oee.value == 0.7 && board.plantOfRun.oee.value == 0.7)
    }

    @Test("a revision takes the place of what it corrects; old minutes leave the live figures only")
    func corrections() throws {
        var board = OEEBoard()
        board.enter(try record("s/l/m", minute: 1, Self.good))
        board.enter(try record("s/l/m", minute: 1, Self.poor))
        #expect(board.plantOfRun.oee.value == 0.4)
        board.enter(try record("s/l/m", minute: 30, Self.good))
        #expect(board.plant.oee.value == 1 && board.plantOfRun.oee.value == 0.7)
    }

    @Test("the waterfall goes from planned time down to good output, and names what did not fit")
    func waterfall() throws {
        var board = OEEBoard()
        board.enter(try record("s/l/m", minute: 1, Self.poor))
        board.enter(try record("s/l", minute: 1, #""machines":1,"# + Self.poor))
        let picture = LiveWaterfall(width: 71)
        let all = picture.lines(board.worstLine, rows: 12).map { $0.text(columns: 80) }
        #expect(
            all.map { $0.split(separator: "%")[0].split(separator: " ").last.map(String.init) } == [
                "s/l", "100.0", "25.0", "8.3", "16.7", "10.0", "40.0",
            ]
        )
        let bars = all.map { line in line.filter { $0 == "█" }.count }
        #expect(bars == [0, 40, 10, 3, 7, 4, 16])
        let short = picture.lines(board.worstLine, rows: 5).map { $0.text(columns: 80) }
        #expect(short.count == 5 && short[2].contains("Breakdowns"))
        #expect(short[3].contains("Other losses") && short[3].contains("35.0%"))
        #expect(picture.lines(nil, rows: 12).isEmpty)
    }
}
