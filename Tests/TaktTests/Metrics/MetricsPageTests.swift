import Records
import Testing

@testable import Engine
@testable import takt

@Suite("The page of metrics")
struct MetricsPageTests {
    /// Figures that differ, so that a mix-up shows.
    static var figures: EngineSnapshot {
        var figures = EngineSnapshot()
        figures.books.read = 100
        figures.books.counted = 90
        figures.books.late = 1
        figures.books.deadLettered = 2
        figures.books.ignored = 7
        figures.books.duplicates = 5
        figures.outputs = 11
        figures.lostOutputs = 12
        figures.fullRings = 13
        figures.lag = 14
        figures.equipment = 15
        figures.series = 16
        figures.tasks = [3, 4, 8]
        figures.progress = EventTime(milliseconds: 1_772_438_400_250)
        figures.rings = [
            RingFill(
                inboundCount: 21,
                inboundCapacity: 22,
                outboundCount: 23,
                outboundCapacity: 24
            ),
            RingFill(
                inboundCount: 31,
                inboundCapacity: 32,
                outboundCount: 33,
                outboundCapacity: 34
            ),
        ]
        figures.evictions.machines = 17
        figures.evictions.series = 18
        figures.evictions.keys = 19
        return figures
    }

    @Test("every figure of the engine is on the page under its own name")
    func everyFigure() {
        let lines = Set(EngineMetricsPage.text(Self.figures).split(separator: "\n"))
        let expected = [
            "takt_records_read_total 100", "takt_records_total{fate=\"counted\"} 90",
            "takt_records_total{fate=\"late\"} 1",
            "takt_records_total{fate=\"dead_lettered\"} 2",
            "takt_records_total{fate=\"ignored\"} 7", "takt_records_repeated_total 5",
            "takt_books_balanced 1", "takt_outputs_total 11", "takt_outputs_lost_total 12",
            "takt_input_ring_full_total 13", "takt_lag_records 14", "takt_tasks 3",
            "takt_equipment 15", "takt_series 16", "takt_progress_seconds 1772438400.25",
            "takt_evicted_total{what=\"equipment\"} 17",
            "takt_evicted_total{what=\"series\"} 18",
            "takt_evicted_total{what=\"rule_keys\"} 19",
            "takt_input_ring_messages{shard=\"0\"} 21",
            "takt_input_ring_capacity{shard=\"0\"} 22",
            "takt_output_ring_bundles{shard=\"0\"} 23",
            "takt_output_ring_capacity{shard=\"0\"} 24",
            "takt_input_ring_messages{shard=\"1\"} 31",
            "takt_output_ring_capacity{shard=\"1\"} 34",
        ]
        for line in expected { #expect(lines.contains(line[...]), "\(line)") }
    }

    @Test("before the first event there is no progress, and books that are wrong show as 0")
    func exceptions() {
        #expect(!EngineMetricsPage.text(EngineSnapshot()).contains("takt_progress_seconds"))
        var figures = Self.figures
        figures.books.counted = 89
        #expect(EngineMetricsPage.text(figures).contains("\ntakt_books_balanced 0\n"))
    }

    @Test("every metric has one HELP and one TYPE line before its values, and values are numbers")
    func form() {
        var helped: Set<Substring> = []
        var types: [Substring: Substring] = [:]
        let page = EngineMetricsPage.text(Self.figures)
        #expect(page.hasSuffix("\n"))
        for line in page.split(separator: "\n") {
            let words = line.split(separator: " ")
            if line.hasPrefix("# HELP") {
                #expect(helped.insert(words[2]).inserted, "\(line)")
                #expect(words.count > 4, "\(line)")
            } else if line.hasPrefix("# TYPE") {
                #expect(helped.contains(words[2]) && types[words[2]] == nil, "\(line)")
                types[words[2]] = words[3]
            } else {
                let name = line.prefix { $0 != "{" && $0 != " " }
                let type = types[name]
                #expect(type == "counter" || type == "gauge", "\(line)")
                #expect((type == "counter") == name.hasSuffix("_total"), "\(line)")
                #expect(words.count == 2 && Double(words[1]) != nil, "\(line)")
            }
        }
    }

    @Test("labels are escaped and numbers that are none have the words of the format")
    func escapes() {
        var page = MetricsText()
        page.add(
            "a",
            .gauge,
            "Help.",
            label: "l",
            [("\"\\\n", .nan), ("i", .infinity), ("j", -.infinity), ("k", 0.5)]
        )
        #expect(page.text.contains("a{l=\"\\\"\\\\\\n\"} NaN\n"))
        #expect(page.text.hasSuffix("a{l=\"i\"} +Inf\na{l=\"j\"} -Inf\na{l=\"k\"} 0.5\n"))
    }
}
