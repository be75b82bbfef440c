import Codecs
import Engine
import Testing

@testable import takt

@Suite("An audit of the outputs does the work once more", .ownThread, .serialized)
struct OutputAuditTests {
    @Test("what an engine wrote, over a stop and a start, is what follows from its inputs")
    func agreement() throws {
        let cluster = try WorkedCluster()
        try cluster.work(on: 0..<200, total: 200)
        try cluster.work(on: 200..<300, total: 100)
        let letters = try cluster.records(of: .deadLetters)
        #expect(letters.count == 75)
        for isExactlyOnce in [false, true] {
            let (report, lines) = try cluster.audit { $0.isExactlyOnce = isExactlyOnce }
            #expect(report.problems.isEmpty, "\(report.problems)")
            #expect(report.ledger.wantedCount >= 75 && report.missingCount == 0)
            #expect(report.ledger.foundCount == report.ledger.wantedCount)
            #expect(lines.count == report.ledger.wantedCount)
            #expect(report.cycles > 1)
        }
    }

    @Test("a record too many, a record that nobody made and records that are not there are found")
    func differences() throws {
        let cluster = try WorkedCluster()
        try cluster.work(on: 0..<40, total: 40)
        var letter = try #require(try cluster.records(of: .deadLetters).first)
        try cluster.forge(letter, on: .deadLetters)
        let (lenient, _) = try cluster.audit()
        #expect(lenient.problems.isEmpty && lenient.ledger.repeatedCount == 1)
        let (strict, _) = try cluster.audit { $0.isExactlyOnce = true }
        #expect(strict.problems.count == 1 && strict.problems[0].hasSuffix("than it should be."))

        letter.value?[0] ^= 1
        try cluster.forge(letter, on: .deadLetters)
        try cluster.forge(letter, on: .alerts)
        let (forged, _) = try cluster.audit()
        #expect(forged.ledger.unknownCount == 2)
        #expect(
            forged.problems.contains {
                $0.hasPrefix("mes.alerts partition ")
                    && $0.hasSuffix(
                        "is nothing that follows from the inputs in the order of the log."
                    )
            },
            "\(forged.problems)"
        )
        let (asked, _) = try cluster.audit { $0.publishesScores = true }
        let (pointed, _) = try cluster.audit { $0.publishesPoints = true }
        #expect(asked.missingCount + pointed.missingCount > 0)
        let problems = asked.problems + pointed.problems
        #expect(problems.contains { $0.contains("of task") && $0.contains(" not on mes.") })
    }

    @Test(
        "other input topics, and a log that does not begin at the beginning, are said and not guessed"
    )
    func refusals() throws {
        let cluster = try WorkedCluster()
        try cluster.work(on: 0..<8, total: 8)
        try cluster.work(on: 8..<40, total: 32)
        let (report, _) = try cluster.audit { $0.inputs.removeLast() }
        #expect(report.problems.contains { $0.contains("was worked on with other input topics") })
        var late = OutputAuditReport(isExactlyOnce: true)
        var history = OrderHistory()
        let entry = try #require(
            try cluster.orderEntries().first { $0.cycle > 1 },
            "an engine that stops has cut more than one cycle"
        )
        history.add(entry)
        let isAccepted = late.accepts(history, 1, cluster.engine)
        #expect(!isAccepted && late.problems[0].contains("older entries have expired"))
    }
}

extension WorkedCluster {
    /// The entries of the order log of all tasks.
    func orderEntries() throws -> [OrderEntry] {
        var entries: [OrderEntry] = []
        try TopicReading(settings: settings, topics: [engine.orderTopic]).forEach { record in
            let entry = unsafe (record.value ?? []).withUnsafeBytes { unsafe OrderEntry($0) }
            if let entry { entries.append(entry) }
        }
        return entries
    }
}
