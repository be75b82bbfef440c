import Codecs
import PlantModel
import Records
import RuleEngine
import TestSupport
import Testing

@testable import Engine

@Suite("Paths say how much of their budget of false alarms is used")
struct AlarmLoadTests {
    private static let plant = """
        version: budget
        unknown_equipment: learn
        equipment:
          - {path: acme/berlin/body, false_alarms_per_day: 8}
          - {path: acme/berlin/body/line-1, false_alarms_per_day: 2}
        characteristics:
          - {name: d, equipment: "**", chart: {kind: i-mr, rules: [1], limits: {mean: 10, sigma: 1}}}
          - name: e
            equipment: "**"
            chart: {kind: ewma, lambda: 0.2, width: 2.962, limits: {mean: 10, sigma: 1}}
        """

    /// One reading a minute for three hours and one more on three machines, two of them on the line.
    private func records(readingsOf machines: [String]) throws -> [Output] {
        var lines: [UInt8] = []
        for minute in 0...180 {
            for (index, machine) in machines.enumerated() {
                let time = Factory.epoch + Int64(minute) * 60_000
                let name = index == 0 ? "d" : "e"
                let value = minute == 70 && index == 0 ? 20 : 10
                lines += Array(
                    """
                    {"topic":"mes.process.measurements","key":"\(machine)","timestamp":\(time),\
                    "value":{"equipment":"\(machine)","time":\(time),"characteristic":"\(name)",\
                    "value":\(value)}}\n
                    """.utf8
                )
            }
        }
        let settings = EngineSettings(
            plant: try Plant.load(Self.plant),
            rules: .empty,
            taskCount: Replay.partitionCount
        )
        var output: [UInt8] = []
        var replay = Replay(settings: settings)
        _ = try replay.run(
            input: { buffer in
                buffer += lines
                lines = []
            },
            output: { output += $0 }
        )
        return output.split(separator: UInt8(ascii: "\n")).compactMap { line in
            let text = String(decoding: line, as: UTF8.self)
            guard text.contains("\"mes.kpi.alarms\""), let start = text.range(of: "\"value\":")
            else { return nil }
            let value = String(text[start.upperBound...].dropLast())
            return Output(topic: .kpiAlarms, key: "", value: value, headers: [:])
        }
    }

    @Test("expected false alarms are points over ARL0, summed over the machines of a path")
    func sums() throws {
        let line = "acme/berlin/body/line-1"
        let found = try records(readingsOf: ["\(line)/m1", "\(line)/m2", "acme/berlin/body/x/m3"])
        // erfc(3/√2) + erfc(D2/2), D2 of two values; ARL0 of the EWMA after Lucas and Saccucci (1990).
        let (imr, ewma) = (0.011852010713725535, 1 / 499.735)
        let ofLine = found.filter { $0.text("equipment") == line }
        try #require(ofLine.count == 3, "\(found.map(\.value))")
        for (hour, record) in ofLine.enumerated() {
            let expected = 60 * (imr + ewma)
            #expect(record.number("points") == 120)
            #expect(record.number("machines") == 2)
            #expect(abs(record.number("expected_false_alarms")! - expected) < 1e-5)
            #expect(abs(record.number("used")! - expected * 12) < 1e-5)
            #expect(abs(record.number("used_24h")! - expected * Double(hour + 1) / 2) < 1e-5)
            // The jump is beyond both limits; coming back is another moving range beyond its own.
            #expect(record.number("signals") == (hour == 1 ? 2 : 0))
            #expect(record.text("status") == "final")
        }
        let ofArea = found.filter { $0.text("equipment") == "acme/berlin/body" }
        #expect(ofArea.map { $0.number("points") } == [180, 180, 180])
        #expect(found.count == 6, "no other path has a budget")
    }

    @Test("an hour is told once: what comes after counts in the next")
    func hours() {
        var hour = AlarmHour()
        func time(_ minutes: Int64) -> EventTime {
            EventTime(milliseconds: Factory.epoch + minutes * 60_000)
        }
        #expect(hour.add(rate: 0.01, isSignal: false, at: time(5)) == nil)
        #expect(hour.close(by: time(59)) == nil)
        let first = hour.close(by: time(60))
        #expect(first?.start == time(0) && first?.load.pointCount == 1)
        #expect(hour.add(rate: 0.01, isSignal: true, at: time(58)) == nil, "late")
        let second = hour.add(rate: 0.01, isSignal: false, at: time(130))
        #expect(second?.start == time(60) && second?.load.signalCount == 1)
        #expect(hour.start == time(120))
    }

    @Test("a machine that tells an hour twice counts once; one that tells late makes a revision")
    func revisions() {
        let book = AlarmLoadBook(path: "acme")
        let start = EventTime(milliseconds: Factory.epoch)
        var load = AlarmLoad()
        load.add(rate: 0.5, isSignal: true)
        func tell(_ machine: String, _ hour: Int) -> Fate {
            book.take(
                AlarmLoadContribution(
                    machine: machine,
                    start: start.advanced(byNanoseconds: Int64(hour) * EventTime.hourNanoseconds),
                    load: load
                )
            )
        }
        func due(at second: Int64) -> Int? {
            book.nextDue(now: EventTime(milliseconds: second * 1_000), gathering: 15_000_000_000)
        }
        #expect(tell("acme/b", 0) == .counted)
        #expect(tell("acme/b", 0) == .duplicate)
        #expect(due(at: 1) == nil && due(at: 15) == nil && due(at: 16) == 0 && due(at: 17) == nil)
        #expect(tell("acme/a", 0) == .counted)
        #expect(due(at: 20) == nil && due(at: 40) == 0)
        #expect(book.hours[0].revision == 2 && book.hours[0].sum.pointCount == 2)
        #expect(tell("acme/a", 100) == .counted)
        book.forget()
        #expect(book.hours.count == 1, "two days are kept")
        #expect(tell("acme/a", 1) == .late)
    }
}
