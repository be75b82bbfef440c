import Codecs
import Effectiveness
import Records
import TestSupport
import Testing

@testable import Engine

@Suite("Roll-ups carry every kind of window and every sum, settled or not")
struct RollUpKindTests {
    private let seed = testSeed()
    private var machines: [String] { (1...2).map { "\(RollUpRig.line)/m\($0)" } }

    /// What a machine says about a day that is not over yet, or about the whole of it.
    private func day(
        of machine: String,
        good: Int64,
        throughHour hour: Int64,
        revision: Int32 = 0
    ) -> Contribution {
        var contribution = Contribution.minute(0, of: machine, revision: revision) {
            $0[.good] = good * 1_000_000
        }
        contribution.record.kind = .day
        contribution.record.end = contribution.record.start.advanced(byNanoseconds: Nanoseconds.day)
        contribution.record.through =
            contribution.record.start.advanced(byNanoseconds: hour * Nanoseconds.hour)
        return contribution
    }

    private func document(_ record: String) throws -> JSONDocument {
        try JSONDocument(parsing: Array(record.utf8))
    }

    @Test("every sum of every kind of window comes through a line unchanged")
    func everySum() throws {
        var random = SeededGenerator(seed: seed)
        for kind in OEEWindowKind.allCases {
            let rig = RollUpRig()
            var expected = OEETotals()
            for machine in machines {
                var contribution = Contribution.minute(0, of: machine) { totals in
                    for primitive in OEEPrimitive.allCases {
                        totals[primitive] = .random(in: 0..<1_000_000, using: &random)
                    }
                }
                contribution.record.kind = kind
                expected += contribution.record.totals
                rig.feed(contribution)
            }
            rig.tick(seconds: 3)
            let sum = try #require(rig.contributed.first?.value.record, "seed \(seed)")
            #expect(sum.kind == kind && sum.totals == expected, "\(kind), seed \(seed)")
            let record = try document(try #require(rig.takeRecords().first))
            #expect(record.string("window") == kind.name)
            // Only the figures of shifts and days tell more than the sums and their ratios.
            #expect((record.double("throughput_rate") != nil) == (kind == .shift || kind == .day))
        }
    }

    @Test("a day that is not over shows how it stands, and is settled once")
    func live() throws {
        let rig = RollUpRig()
        rig.feed(day(of: machines[0], good: 3, throughHour: 1))
        rig.feed(day(of: machines[1], good: 4, throughHour: 2))
        rig.tick(seconds: 3)
        let first = try document(try #require(rig.takeRecords().last))
        #expect(first.string("status") == "provisional" && first.double("good") == 7)
        #expect(first.string("time")?.hasPrefix("2026-03-02T09:00:00") == true, "as both have come")
        rig.tick(seconds: 60)
        #expect(rig.takeRecords().isEmpty, "nothing new")
        rig.feed(day(of: machines[0], good: 5, throughHour: 24, revision: 1))
        rig.tick(seconds: 3)
        let second = try document(try #require(rig.takeRecords().last))
        #expect(second.string("status") == "provisional" && second.double("good") == 9)
        rig.feed(day(of: machines[1], good: 6, throughHour: 24, revision: 1))
        rig.tick(seconds: 3)
        let records = rig.takeRecords()
        let last = try document(try #require(records.last))
        #expect(records.count == 1 && last.string("status") == "final")
        #expect(last.double("good") == 11 && last.double("revision") == 1)
        #expect(rig.contributed.map(\.value.record.status).last == .final)
    }

    @Test("a glance at what is settled changes nothing, and who falls silent is not waited for")
    func silence() throws {
        let rig = RollUpRig()
        rig.feed(day(of: machines[0], good: 5, throughHour: 24, revision: 1))
        rig.feed(day(of: machines[1], good: 4, throughHour: 2))
        rig.tick(seconds: 200)
        #expect(rig.contributed.map(\.value.record.status) == [.provisional])
        rig.tick(seconds: 120)
        #expect(rig.contributed.map(\.value.record.status) == [.provisional, .final])
        rig.feed(day(of: machines[1], good: 5, throughHour: 3))
        rig.tick(seconds: 3)
        #expect(rig.contributed.count == 2 && rig.books.ignored == 1)
        rig.feed(day(of: machines[1], good: 6, throughHour: 24, revision: 1))
        rig.tick(seconds: 3)
        let last = try #require(rig.contributed.last?.value.record)
        #expect(last.status == .revised && last.totals[.good] == 11_000_000)
        #expect(rig.books.isBalanced)
    }
}
