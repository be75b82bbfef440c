import Codecs
import Foundation
import Testing

@testable import takt

@Suite("The command audit on a cluster", .ownThread)
struct AuditCommandTests {
    @Test("it ends with 0 when everything is accounted for, and with 1 and a sentence when not")
    func exitCodes() throws {
        let root = URL(filePath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent()  // Audit
            .deletingLastPathComponent()  // TaktTests
            .deletingLastPathComponent()  // Tests
            .deletingLastPathComponent()
        var cluster = try AuditedCluster.make(records: [10])
        for topic in [
            "equipment.states", "equipment.counts", "process.inspections", "alert.commands",
            "chart.commands",
        ] {
            try cluster.create("mes.\(topic)")
        }
        try cluster.book(0..<8)
        try cluster.flush()
        let arguments = [
            "audit", "--brokers", cluster.settings.brokers, "--topics", "\(root.path)/topics",
        ]
        let bad = try TaktProgram.run(arguments)
        #expect(bad.code == 1, "\(bad)")
        #expect(
            bad.errors.contains(
                "takt: 2 records of mes.process.measurements partition 0 are in no book, between "
                    + "offsets 8 and 9."
            ),
            "\(bad)"
        )
        #expect(!bad.output.contains("Every record is accounted for."))
        let json = try TaktProgram.run(arguments + ["--json"])
        #expect(json.code == 1)
        #expect(try JSONDocument(parsing: Array(json.output.utf8)).bool("balanced") == false)
        try cluster.book(8..<10)
        try cluster.flush()
        let good = try TaktProgram.run(arguments)
        #expect(good.code == 0, "\(good)")
        #expect(good.output.hasSuffix("Every record is accounted for.\n"))
    }
}
