import Foundation
import Testing

@testable import RuleEngine

/// Rules that try to break out, run away or remember in secret, each beside a well-behaved neighbour.
///
/// The first line of every file in `Data/Hostile` says how it ends:
/// `--! refused CODE` by the checker, `--! quarantine WORDS` with these words in the alert of our own,
/// or `--! logs WORDS` when it is harmless and says something.
@Suite struct HostileRulesTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().path + "/Data/Hostile"

    static let files: [String] =
        (try? FileManager.default.contentsOfDirectory(atPath: folder))?
        .filter { $0.hasSuffix(".lua") }.sorted() ?? []

    static let neighbour = RuleSource(
        path: "rules/neighbour.lua",
        text: """
            rule "neighbour" { title = "t", owner = "q", on = "process.measurements",
              when = [[ value > 0 ]], state = { n = 0 },
              fire = function(ev, st, act) st.n = st.n + 1 act.log("neighbour " .. st.n) end }
            """
    )

    /// What one run of a file gave: what the checker said, and everything that came out.
    struct Ending: Equatable {
        var diagnostics: [RuleDiagnostic] = []
        var outputs: [RuleOutput] = []
        var quarantine = ""

        var logs: [String] {
            outputs.compactMap { if case .log(let line) = $0 { line.text } else { nil } }
        }
    }

    /// Loads a file and runs it whatever the checker says: what the checker misses must be contained.
    static func run(_ file: String) throws -> Ending {
        let bytes = try Data(contentsOf: URL(filePath: folder + "/" + file))
        let source = RuleSource(path: "rules/" + file, bytes: Array(bytes))
        let result = RuleSet.load(sources: [source], catalogue: Bench.catalogue)
        var loader = RuleLoader(catalogue: Bench.catalogue)
        loader.load(source, index: 0)
        loader.load(neighbour, index: 1)
        let rules = loader.rules.filter { $0.topic == "process.measurements" }
        var bench = Bench(set: RuleSet(rules: rules, sources: [source, neighbour]))
        for turn in 0..<25 { bench.reading(Double(turn) / 10, 1) }
        let alert = bench.outputs.alerts.first { $0.reason == "quarantine" }
        return Ending(
            diagnostics: result.diagnostics,
            outputs: bench.outputs.items,
            quarantine: alert?.title ?? ""
        )
    }

    @Test func `there is a hostile set`() { #expect(Self.files.count >= 60) }

    @Test(arguments: files)
    func `a hostile rule is contained, its neighbour unharmed, and a second run is the same`(
        file: String
    ) throws {
        let text = try String(
            decoding: Data(contentsOf: URL(filePath: Self.folder + "/" + file)),
            as: UTF8.self
        )
        let words = text.prefix { $0 != "\n" }.split(separator: " ", maxSplits: 2)
        let (kind, wanted) = (words[1], words.count > 2 ? String(words[2]) : "")
        let ending = try Self.run(file)
        let said = ending.diagnostics.map(\.text).joined() + ending.quarantine
        switch kind {
        case "refused":
            let errors = ending.diagnostics.filter { $0.severity == .error }
            #expect(errors.contains { $0.code.hasPrefix(wanted) }, "\(said)")
        case "quarantine":
            #expect(!ending.diagnostics.contains { $0.severity == .error }, "\(said)")
            let isNamed = wanted.isEmpty || ending.quarantine.contains(wanted)
            #expect(!ending.quarantine.isEmpty && isNamed, "\(said)")
        case "logs":
            #expect(ending.quarantine.isEmpty, "\(said)")
            let own = ending.logs.filter { !$0.hasPrefix("neighbour ") }
            #expect(own.count == 25 && own.allSatisfy { $0.hasPrefix(wanted) }, "\(own)")
        default: Issue.record("\(file) does not say how it ends")
        }
        let heard = ending.logs.filter { $0.hasPrefix("neighbour ") }
        #expect(heard == (1...25).map { "neighbour \($0)" })
        #expect(try Self.run(file) == ending)
    }
}
