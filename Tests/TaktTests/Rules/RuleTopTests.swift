import RuleEngine
import Testing

@testable import Engine
@testable import takt

@Suite("What rules cost, as a table")
struct RuleTopTests {
    private static func page(_ evaluations: UInt64, _ nanoseconds: UInt64) -> RuleTopTable {
        var figures = EngineSnapshot()
        var busy = RuleFigures(rule: "busy")
        busy.counters.evaluations = evaluations
        busy.counters.matches = evaluations / 4
        busy.counters.alerts = 3
        busy.counters.conditionErrors = 1
        busy.counters.callErrors = 2
        busy.nanoseconds = nanoseconds
        busy.keyCount = 7
        busy.byteCount = 4096
        busy.quarantineCount = 1
        figures.rules = [RuleFigures(rule: "idle"), busy]
        return RuleTopTable(page: EngineMetricsPage.text(figures))
    }

    @Test("the page of an engine becomes a table, the most expensive rule first")
    func table() {
        let lines = Self.page(2000, 50_000).text().split(separator: "\n").map {
            $0.split(separator: " ").map(String.init)
        }
        #expect(lines.count == 3)
        #expect(
            lines[1] == [
                "busy", "2,000", "500", "25.00", "25", "0.1", "7", "4.0", "KiB", "3", "3", "in",
                "1",
                "task",
            ]
        )
        #expect(lines[2].first == "idle")
    }

    @Test("with an earlier page the counts are those since then, and keys are those now")
    func since() {
        let text = Self.page(3000, 80_000).text(since: Self.page(2000, 50_000))
        let busy = text.split(separator: "\n")[1].split(separator: " ").map(String.init)
        #expect(busy.prefix(5) == ["busy", "1,000", "250", "25.00", "30"])
        #expect(busy[6] == "7")
    }

    @Test("the page is fetched from an engine's server, and nobody there is a sentence")
    func download() throws {
        let any = try #require(AddressArgument(argument: "127.0.0.1:0"))
        let text = "takt_rule_keys{rule=\"a\"} 3\n"
        let server = try MetricsServer(any, metrics: { text }, health: { [] })
        defer { server.stop() }
        let address = try #require(AddressArgument(argument: server.address))
        let page = try MetricsDownload.page(address)
        #expect(RuleTopTable(page: page).rules["a"]?["keys"] == 3)
        let nobody = try #require(AddressArgument(argument: "127.0.0.1:1"))
        #expect(throws: Failure.self) { _ = try MetricsDownload.page(nobody) }
    }
}
