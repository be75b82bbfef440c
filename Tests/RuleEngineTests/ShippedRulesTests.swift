import Contracts
import Foundation
import Testing

@testable import RuleEngine

@Suite struct ShippedRulesTests {
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent()
        .deletingLastPathComponent().path

    static func catalogue() throws -> FieldCatalogue {
        FieldCatalogue(contracts: try Contracts.load(folder: root + "/topics"))
    }

    @Test func `every shipped rule is free of errors and warnings`() throws {
        let report = RuleChecker.check(
            folder: Self.root + "/rules",
            catalogue: try Self.catalogue()
        )
        #expect(report.diagnostics.isEmpty, "\(report.text)")
        #expect(report.ruleCount >= 15)
        #expect(report.text.hasSuffix("\(report.ruleCount) rules, 0 errors, 0 warnings\n"))
    }

    @Test func `every shipped rule has a test, and all tests pass`() throws {
        let report = RuleTester.run(folder: Self.root + "/rules", catalogue: try Self.catalogue())
        #expect(report.exitCode == 0, "\(report.text)")
        #expect(report.untestedRules == [])
        #expect(report.results.count >= 36)
    }

    @Test func `every shipped rule is listed in the folder's page`() throws {
        let page = try String(contentsOfFile: Self.root + "/rules/README.md", encoding: .utf8)
        let report = RuleChecker.check(
            folder: Self.root + "/rules",
            catalogue: try Self.catalogue()
        )
        for id in report.set?.ruleIDs ?? [] {
            #expect(page.contains("[\(id)]"), "\(id) is not listed")
        }
    }
}
