import Codecs
import Testing

@testable import takt

/// Each test hands the audit one thing that is wrong and nothing else.
@Suite("The audit finds what it is for", .ownThread)
struct AuditTests {
    private let place = "mes.process.measurements partition 0"

    @Test("clean books with everything set aside in its place are balanced")
    func clean() throws {
        var cluster = try AuditedCluster.make(records: [10, 6])
        try cluster.book(0..<4, late: 1)
        try cluster.setAside(AuditedCluster.lateEvents, offset: 2)
        try cluster.book(4..<10, deadLettered: 2)
        try cluster.setAside(AuditedCluster.deadLetters, offset: 5)
        try cluster.setAside(AuditedCluster.deadLetters, offset: 9)
        try cluster.book(0..<6, partition: 1)
        let report = try cluster.report()
        #expect(report.isBalanced, "\(report.problems)")
        #expect(report.problems.isEmpty && report.notes.isEmpty)
        let json = try JSONDocument(parsing: report.json(outputs: nil))
        #expect(json.bool("balanced") == true)
        #expect(json.array("tasks")?.count == 2)
        let row = report.text.split(separator: "\n").last.map(String.init) ?? ""
        #expect(
            row.split(separator: " ")
                == ["mes.process.measurements", "2", "16", "16", "3", "16", "13", "1", "2", "0"]
        )
    }

    @Test("repeats are a part of the ignored, so a sum with them added does not balance")
    func duplicates() throws {
        var cluster = try AuditedCluster.make(records: [10, 10])
        try cluster.book(0..<10, ignored: 3, duplicates: 3)
        try cluster.book(0..<10, partition: 1, ignored: 3, duplicates: 2)
        let clean = try cluster.report()
        #expect(clean.isBalanced, "\(clean.problems)")
        try cluster.book(0..<10, counted: 7, duplicates: 3)
        let report = try cluster.report()
        #expect(report.problems.count == 1, "\(report.problems)")
        #expect(report.problems.first?.contains("does not balance") == true)
    }

    @Test("contributions are audited too; those behind the last book wait for the engine to run")
    func contributions() throws {
        let topic = AuditedCluster.contributions
        var cluster = try AuditedCluster.make(records: [1])
        try cluster.book(0..<1)
        for _ in 0..<9 { try cluster.send(topic, 0, "{}") }
        try cluster.book(0..<6, of: topic)
        let good = try cluster.report(contributions: topic)
        #expect(good.isBalanced, "\(good.problems)")
        #expect(good.notes.count == 1, "\(good.notes)")
        #expect(good.notes.first?.hasPrefix("3 records of \(topic) partition 0 wait ") == true)
        try cluster.book(8..<9, of: topic)
        let bad = try cluster.report(contributions: topic)
        #expect(bad.problems.count == 1 && bad.notes.isEmpty, "\(bad.problems) \(bad.notes)")
        #expect(bad.problems.first?.contains("2 records of \(topic) partition 0 are in no") == true)
    }

    @Test("records in no book are counted and named by their offsets")
    func hole() throws {
        var cluster = try AuditedCluster.make(records: [10, 1])
        try cluster.book(0..<3)
        try cluster.book(6..<10)
        let report = try cluster.report()
        #expect(!report.isBalanced)
        #expect(report.problems.count == 2, "\(report.problems)")
        let hole = report.problems.first ?? ""
        #expect(hole.hasPrefix("3 records of \(place) are in no book, between offsets 3 and 5."))
        let other = report.problems.last ?? ""
        #expect(other.contains("1 record of mes.process.measurements partition 1 is in no book"))
        #expect(other.contains("between offsets 0 and 0"))
    }

    @Test("a book whose fates do not add up to what was read is named")
    func unbalanced() throws {
        var cluster = try AuditedCluster.make(records: [10])
        try cluster.book(0..<4)
        try cluster.book(4..<10, counted: 5)
        let report = try cluster.report()
        #expect(report.problems.count == 1, "\(report.problems)")
        let problem = report.problems.first ?? ""
        #expect(problem.contains("\(place), offsets 4 to 9 by a"))
        #expect(problem.contains("does not balance: 6 read, and 5 counted"))
    }

    @Test(
        "a book that read more or fewer records than its offsets hold is named",
        arguments: [8, 12]
    )
    func wrongCount(read: Int) throws {
        var cluster = try AuditedCluster.make(records: [10])
        try cluster.book(0..<10, read: read)
        let report = try cluster.report()
        #expect(
            report.problems == [
                "The book of \(place), offsets 0 to 9 by a says that \(read) were read, and there "
                    + "are 10 in the topic."
            ]
        )
    }

    @Test("a dead letter and a late event that are not on their topics are missed")
    func missingAside() throws {
        var cluster = try AuditedCluster.make(records: [10])
        try cluster.book(0..<10, late: 1, deadLettered: 2)
        try cluster.setAside(AuditedCluster.deadLetters, offset: 3)
        // Of another book, so it does not count here.
        try cluster.setAside(AuditedCluster.deadLetters, offset: 12)
        let report = try cluster.report()
        #expect(!report.isBalanced)
        #expect(
            report.problems == [
                "The book of \(place), offsets 0 to 9 by a has 2 set aside, and mes.dead-letters "
                    + "holds 1 of them.",
                "The book of \(place), offsets 0 to 9 by a has 1 set aside, and mes.late-events "
                    + "holds 0 of them.",
            ]
        )
    }

    @Test("records that were read again are noted with their offsets, and no fault")
    func readAgain() throws {
        var cluster = try AuditedCluster.make(records: [10])
        try cluster.book(0..<6)
        try cluster.book(4..<10)
        try cluster.book(4..<6)
        let report = try cluster.report()
        #expect(report.isBalanced, "\(report.problems)")
        #expect(
            report.notes == [
                "2 offsets of \(place) are in more than one book, between offsets 4 and 5: read "
                    + "again after a restart or a move."
            ]
        )
        #expect(report.text.contains("note: 2 offsets of \(place)"))
    }

    @Test(
        "a record that is no book is a problem, whatever figures it has",
        arguments: [
            "{}", "[1]", "nonsense",
            #"{"task":0,"topic":"t","from_offset":5,"to_offset":4,"read":0}"#,
            #"{"task":0,"topic":"t","from_offset":0,"to_offset":4,"read":-4}"#,
            #"{"task":4294967296,"topic":"t","from_offset":0,"to_offset":4,"read":4}"#,
            #"{"task":0,"topic":"t","from_offset":0,"to_offset":4,"read":9223372036854775807,"#
                + #""counted":9223372036854775807,"late":9223372036854775807}"#,
        ]
    )
    func unreadable(text: String) {
        #expect(BookStretch(Array(text.utf8)) == nil)
    }

    @Test("books that could not be read are said")
    func unreadableBooks() throws {
        var cluster = try AuditedCluster.make(records: [2])
        try cluster.book(0..<2)
        try cluster.send(AuditedCluster.books, 0, "{}")
        let report = try cluster.report()
        #expect(report.problems == ["1 book record could not be read."])
    }

    @Test("what could not be read to its end is a problem, not a clean audit")
    func unfinished() throws {
        var cluster = try AuditedCluster.make(records: [10])
        try cluster.book(0..<10)
        try cluster.flush()
        cluster.refuseReaders()
        let report = try cluster.report()
        #expect(!report.isBalanced)
        #expect(
            report.problems.contains { $0.contains("said that it was read to its end") },
            "\(report.problems)"
        )
    }
}
