import Foundation
import Testing

@testable import RuleEngine

@Suite struct StubsTests {
    @Test func `stubs are Lua that a rule's own sandbox reads, and name every field and word`()
        throws
    {
        let catalogue = try ShippedRulesTests.catalogue()
        let text = RuleStubs.text(catalogue)
        let interpreter = LuaInterpreter(budget: LuaBudget(memoryByteCount: 8 << 20))!
        try interpreter.run(Array(text.utf8), name: "rules.d.lua")
        for topic in catalogue.topicNames {
            let name = topic.replacing(".", with: "_").replacing("-", with: "_")
            #expect(text.contains("---@class (exact) \(name)\n"))
            for field in catalogue.fields(of: topic)!.keys {
                #expect(text.contains("---@field \(field)"), "\(topic).\(field)")
            }
        }
        for action in RuleAction.allCases {
            #expect(text.contains("---@field \(action.name) fun("))
        }
        for name in HeadReader.knownKeys { #expect(text.contains("---@field \(name)")) }
        for word in RuleTestCase.words { #expect(text.contains("\nfunction \(word)(t) end\n")) }
        #expect(text.contains("---@field planned_ms? "))
        #expect(text.contains("[ms]\n"))
        #expect(text.contains("---@field window? \"minute\"|\"hour\"|\"shift\""))
    }

    @Test func `every method of state and every generator is in the stubs`() throws {
        let text = RuleStubs.text(FieldCatalogue(topics: [:]))
        for method in StateMethod.allCases {
            #expect(text.contains("---@field \(method) "), "\(method)")
        }
        for match in RuleTestCase.definitions.matches(of: #/\nfunction (\w+)\(/#) {
            #expect(text.contains("\nfunction \(match.1)("), "\(match.1)")
        }
    }

    @Test func `a new folder of rules passes its check and its tests`() throws {
        let catalogue = try ShippedRulesTests.catalogue()
        let files = RuleTemplate.files(catalogue).map { RuleSource(path: $0.path, text: $0.text) }
        let tests = files.filter { $0.path.hasSuffix(".test.lua") }
        let rules = files.filter {
            $0.path.hasSuffix(".lua") && !$0.path.hasSuffix(".test.lua") && !$0.path.hasPrefix(".")
        }
        #expect(RuleChecker.check(sources: rules, catalogue: catalogue).diagnostics.isEmpty)
        let report = RuleTester.run(rules: rules, tests: tests, catalogue: catalogue)
        #expect(report.exitCode == 0 && report.results.count == 2, "\(report.text)")
        #expect(report.untestedRules.isEmpty)
    }
}
