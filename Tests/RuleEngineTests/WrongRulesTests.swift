import Foundation
import Testing

@testable import RuleEngine

/// A corpus of wrong rules, and exactly what the checker says about each of them.
///
/// `Data/Wrong/expected.txt` has a line for every finding: file, line:column+length, code, message.
@Suite struct WrongRulesTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().path + "/Data/Wrong"

    static var files: [String] {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: folder)
                .filter { $0.hasSuffix(".lua") }.sorted()
        }
    }

    static func expected() throws -> [String: [String]] {
        let text = try String(contentsOfFile: folder + "/expected.txt", encoding: .utf8)
        let lines = text.split(separator: "\n").map(String.init)
        return Dictionary(grouping: lines) { String($0.prefix { $0 != " " }) }
    }

    static func findings(_ file: String) throws -> [RuleDiagnostic] {
        let bytes = try Data(contentsOf: URL(filePath: folder + "/" + file))
        let source = RuleSource(path: file, bytes: Array(bytes))
        return RuleSet.load(sources: [source], catalogue: try ShippedRulesTests.catalogue())
            .diagnostics
    }

    static func line(_ found: RuleDiagnostic) -> String {
        "\(found.file) \(found.line):\(found.column)+\(found.length) \(found.code) \(found.message)"
    }

    @Test func `every wrong rule is told with its place, its code and what to do`() throws {
        let expected = try Self.expected()
        let files = try Self.files
        #expect(files.count >= 60)
        #expect(Set(expected.keys) == Set(files))
        for file in files {
            let found = try Self.findings(file)
            #expect(
                found.map(Self.line) == expected[file],
                "\n\(found.map(\.text).joined())\n\(found.map(Self.line).joined(separator: "\n"))"
            )
        }
    }

    @Test func `a file has an error exactly when its findings have one, and then no set`() throws {
        for file in try Self.files {
            let bytes = try Data(contentsOf: URL(filePath: Self.folder + "/" + file))
            let result = RuleSet.load(
                sources: [RuleSource(path: file, bytes: Array(bytes))],
                catalogue: try ShippedRulesTests.catalogue()
            )
            #expect((result.set == nil) == (result.errorCount > 0), "\(file)")
        }
    }

    @Test func `what is shown has no character that a terminal acts upon`() throws {
        for file in try Self.files {
            for found in try Self.findings(file) {
                let isHarmless = found.text.unicodeScalars.allSatisfy {
                    ($0.value >= 0x20 && $0.value != 0x7f && !RuleLoader.isHidden($0))
                        || $0 == "\n" || $0 == "\t"
                }
                #expect(isHarmless, "\(file)")
            }
        }
    }

    /// Codes are written as literals where they are reported, so the source says which there are.
    static func codesInSource() throws -> Set<String> {
        let root = ShippedRulesTests.root + "/Sources/RuleEngine"
        var codes: Set<String> = []
        for path in FileManager.default.enumerator(atPath: root)!.compactMap({ $0 as? String })
        where path.hasSuffix(".swift") {
            let text = try String(contentsOfFile: root + "/" + path, encoding: .utf8)
            for match in text.matches(of: #/"([EW]\d{3})"/#) { codes.insert(String(match.1)) }
        }
        return codes
    }

    @Test func `every code has its anchor in the documentation, and every anchor its code`() throws
    {
        let page = try String(
            contentsOfFile: ShippedRulesTests.root + "/docs/RULES.md",
            encoding: .utf8
        )
        let anchors = page.matches(of: #/<a id="([ew]\d{3})"></a>([EW]\d{3}) /#)
        for anchor in anchors { #expect(anchor.1.uppercased() == String(anchor.2)) }
        let documented = anchors.map { String($0.2) }
        #expect(Set(documented).count == documented.count, "a code is documented twice")
        #expect(try Self.codesInSource() == Set(documented))
    }

    @Test func `the corpus has every code that a file can cause`() throws {
        let told = Set(try Self.files.flatMap { try Self.findings($0).map(\.code) })
        // No memory, and a Lua of another version, are not in a file.
        let others: Set<String> = ["E001", "E301"]
        #expect(try Self.codesInSource().subtracting(told) == others)
    }
}
