import Codecs
import Effectiveness
import PlantModel
import Records
import TestSupport
import Testing

@testable import Engine

@Suite("Lines, areas and sites are sums of what lies below them")
struct RollUpTests {
    private let line = RollUpRig.line
    private var machines: [String] { (1...3).map { "\(line)/m\($0)" } }

    private func number(_ name: String, in record: String) -> Double? {
        guard let document = try? JSONDocument(parsing: Array(record.utf8)) else { return nil }
        return document.double(name)
    }

    private func text(_ name: String, in record: String) -> String? {
        (try? JSONDocument(parsing: Array(record.utf8)))?.string(name)
    }

    /// Scenario s05_rollup: three machines with summaries of a shift, and the ratios of their area that
    /// an independent program computed from the definitions (ISO 22400-2: sums, not means).
    @Test("ratios of an area come from sums, never from ratios")
    func sums() throws {
        let rig = RollUpRig()
        let summaries: [(planned: Int64, run: Int64, ideal: Double, total: Int64, good: Int64)] = [
            (600, 540, 30, 900, 890), (120, 30, 30, 58, 20), (480, 480, 12, 2300, 2299),
        ]
        for (machine, summary) in zip(machines, summaries) {
            rig.feed(
                .minute(0, of: machine) { totals in
                    totals[.planned] = summary.planned * Nanoseconds.minute
                    totals[.productive] = summary.run * Nanoseconds.minute
                    totals[.down] = (summary.planned - summary.run) * Nanoseconds.minute
                    totals[.total] = summary.total * 1_000_000
                    totals[.good] = summary.good * 1_000_000
                    totals[.idealTotal] = Int64(Double(summary.total) * summary.ideal * 1e9)
                    totals[.idealGood] = Int64(Double(summary.good) * summary.ideal * 1e9)
                }
            )
        }
        rig.tick(seconds: 3)
        let records = rig.takeRecords()
        let record = try #require(records.first)
        #expect(records.count == 1)
        #expect(text("equipment", in: record) == line)
        #expect(number("availability", in: record) == 0.875)
        #expect(abs(number("performance", in: record)! - 0.8942857142857142) < 1e-12)
        #expect(abs(number("quality", in: record)! - 0.9742279020234291) < 1e-12)
        #expect(abs(number("oee", in: record)! - 0.7623333333333333) < 1e-12)
        #expect(number("machines", in: record) == 3)
        #expect(rig.contributed.map(\.key) == ["acme/berlin/body"])
        #expect(rig.contributed.first?.value.machineCount == 3)
    }

    @Test("a window waits for a member that is behind, and not for one that fell silent")
    func waits() {
        let rig = RollUpRig()
        for machine in machines { rig.feed(.minute(0, of: machine)) }
        rig.tick(seconds: 3)
        #expect(rig.takeRecords().count == 1)
        for machine in machines.prefix(2) { rig.feed(.minute(1, of: machine)) }
        rig.tick(seconds: 120)
        #expect(rig.takeRecords().isEmpty, "the third may still come")
        rig.feed(.minute(1, of: machines[2]))
        rig.tick()
        #expect(rig.takeRecords().count == 1)

        for minute in 2...8 {
            for machine in machines.prefix(2) { rig.feed(.minute(minute, of: machine)) }
            rig.tick(seconds: 60)
        }
        let records = rig.takeRecords()
        #expect(records.count >= 2, "after five minutes the third is not waited for")
        #expect(records.allSatisfy { number("machines", in: $0) == 2 })
        #expect(records.allSatisfy { number("machines_expected", in: $0) == 3 })
    }

    @Test("a correction that comes later is published as a revision that says what it replaces")
    func corrects() throws {
        let rig = RollUpRig()
        for machine in machines { rig.feed(.minute(0, of: machine)) }
        rig.tick(seconds: 3)
        _ = rig.takeRecords()
        let correction = Contribution.minute(0, of: machines[1], revision: 2) {
            $0[.planned] = 30 * Nanoseconds.second
        }
        rig.feed(correction)
        rig.feed(correction)
        rig.feed(.minute(0, of: machines[1], revision: 1))
        rig.tick()
        let records = rig.takeRecords()
        let record = try #require(records.first)
        #expect(records.count == 1)
        #expect(text("status", in: record) == "revised")
        #expect(number("revision", in: record) == 2)
        #expect(number("supersedes", in: record) == 1)
        #expect(number("planned_ms", in: record) == 150_000)
        #expect(rig.books.duplicates == 2)
        #expect(rig.books.isBalanced)
    }

    @Test("a correction of what is not kept any more goes to late-events")
    func late() {
        var limits = Limits()
        limits.graceNanoseconds = Nanoseconds.minute
        let rig = RollUpRig(limits: limits)
        for minute in 0..<30 {
            rig.feed(.minute(minute, of: machines[0]))
            rig.tick(seconds: 60)
        }
        rig.feed(.minute(0, of: machines[0], revision: 2))
        rig.tick()
        #expect(rig.books.late == 1)
        #expect(rig.topics.contains(OutputTopic.lateEvents.rawValue))
    }

    @Test("a line that reports as a machine is taken at its word, not added to its cells")
    func ownWord() throws {
        let rig = RollUpRig()
        let area = "acme/berlin/body"
        rig.feed(.minute(0, of: line, isMachine: false) { $0[.good] = 5_000_000 })
        rig.feed(.minute(0, of: line) { $0[.good] = 7_000_000 })
        rig.feed(.minute(0, of: line, revision: 2, isMachine: false) { $0[.good] = 6_000_000 })
        rig.tick(seconds: 3)
        let record = try #require(rig.takeRecords().first)
        #expect(text("equipment", in: record) == area)
        #expect(number("good", in: record) == 7)
        #expect(rig.books.ignored == 1)
    }

    @Test("the machines of the plant file are expected before they were heard")
    func planned() throws {
        let plant = try Plant.load(
            """
            version: two
            equipment:
              - path: acme/berlin/body/line-1/m1
              - path: acme/berlin/body/line-1/m2
            """
        )
        let rig = RollUpRig(plant: plant)
        rig.feed(.minute(0, of: machines[0]))
        rig.tick(seconds: 200)
        #expect(rig.takeRecords().isEmpty)
        rig.tick(seconds: 120)
        let record = try #require(rig.takeRecords().first)
        #expect(number("machines", in: record) == 1)
        #expect(number("machines_expected", in: record) == 2)
    }

    @Test(
        "what is no contribution is a dead letter and harms nobody",
        arguments: [[], [9], [1, 255, 255, 255, 255], Array(repeating: UInt8(0), count: 90)]
    )
    func badBytes(bytes: [UInt8]) {
        let rig = RollUpRig()
        rig.feed(key: line, value: bytes)
        rig.feed(key: "acme/other", value: Contribution.minute(0, of: machines[0]).encoded)
        rig.tick(seconds: 3)
        #expect(rig.books.deadLettered == 2)
        #expect(rig.topics.count { $0 == OutputTopic.deadLetters.rawValue } == 2)
        #expect(rig.takeRecords().isEmpty)
    }
}
