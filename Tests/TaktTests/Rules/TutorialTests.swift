import Foundation
import Testing

@testable import takt

/// `docs/TUTORIAL.md`, as somebody who reads it would: writes its files, types its commands, and compares
/// what comes out.
@Suite(.serialized) struct TutorialTests {
    private static let documents = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "docs").path
    private static let page = documents + "/TUTORIAL.md"

    @Test func `every command of the tutorial says what the page says`() throws {
        let reader = try TutorialReader(recording: Self.documents + "/tutorial/oven.ndjson")
        defer { reader.leave() }
        let steps = TutorialStep.steps(of: try FileText.text(Self.page))
        for step in steps {
            switch step {
            case .file(let path, let text): try reader.write(text, to: path)
            case .command(let command, let expected):
                let found = try reader.type(command)
                #expect(
                    TutorialStep.matches(found, expected),
                    "`\(command)` says\n\(found)\nand not\n\(expected)"
                )
            }
        }
        #expect(steps.count >= 16, "the page was read")
    }

    @Test func `an output that differs in one word is noticed`() {
        #expect(TutorialStep.matches("a 12 b\nc", "a … b\nc"))
        #expect(!TutorialStep.matches("a 12 b\nd", "a … b\nc"))
        #expect(!TutorialStep.matches("a 12 b", "a … b\nc"))
        #expect(!TutorialStep.matches("a 12 bc", "a … b"))
    }
}

/// What the page asks its reader to do.
enum TutorialStep {
    case file(path: String, text: String)
    case command(String, output: String)

    /// The blocks of a page: `lua` with a path is a file, `console` has commands behind `$` and what they
    /// say.
    static func steps(of page: String) -> [TutorialStep] {
        var steps: [TutorialStep] = []
        var blocks = page.components(separatedBy: "```")[...]
        while blocks.count >= 2 {
            let block = blocks[blocks.startIndex + 1]
            blocks = blocks.dropFirst(2)
            let head = block.prefix { $0 != "\n" }
            let body = String(block.dropFirst(head.count + 1))
            if head.hasPrefix("lua ") {
                steps.append(.file(path: String(head.dropFirst(4)), text: body))
            } else if head == "console" {
                for part in ("\n" + body).components(separatedBy: "\n$ ").dropFirst() {
                    let lines = part.split(separator: "\n", maxSplits: 1)
                    let output = lines.count > 1 ? String(lines[1]) : ""
                    steps.append(.command(String(lines[0]), output: output))
                }
            }
        }
        return steps
    }

    /// Whether a text is the expected one, where `…` stands for anything within a line.
    static func matches(_ found: String, _ expected: String) -> Bool {
        let (found, expected) = (lines(found), lines(expected))
        return found.count == expected.count && zip(found, expected).allSatisfy(matchesLine)
    }

    private static func lines(_ text: String) -> [String] {
        text.trimmingCharacters(in: .newlines).components(separatedBy: "\n")
    }

    private static func matchesLine(_ found: String, _ expected: String) -> Bool {
        let parts = expected.components(separatedBy: "…")
        guard parts.count > 1 else { return found == expected }
        guard found.hasPrefix(parts[0]) else { return false }
        var rest = found.dropFirst(parts[0].count)
        for part in parts.dropFirst().dropLast() {
            guard let range = rest.range(of: part) else { return false }
            rest = rest[range.upperBound...]
        }
        return rest.hasSuffix(parts[parts.count - 1])
    }
}
