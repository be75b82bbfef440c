import Foundation
import Testing

@Suite("Files keep the house rules")
struct FileTests {
    /// Names in the top folder: what we ship, then what tools leave behind and git ignores.
    static let topLevel: Set<String> = [
        "Package.swift", "Sources", "Tests", "rules", "topics", "Benchmarks", "README.md", "docs",
        "scripts", ".ci", ".swift-format", ".gitignore",
    ]
    static let leftByTools: Set<String> = [".git", ".venv", ".swiftpm", "Package.resolved"]

    @Test("the top folder holds only what its list names")
    func topFolderIsListed() throws {
        let names = try Set(Repository.topLevelNames())
        for name in names.subtracting(Self.topLevel).subtracting(Self.leftByTools) {
            #expect(
                name.hasPrefix(".build"),
                "\(name) lies in the top folder; move it, or add it to the list in FileTests"
            )
        }
        for name in Self.topLevel.subtracting(names) {
            Issue.record("\(name) is missing from the top folder")
        }
    }

    @Test("no Swift file has more than 500 lines")
    func filesAreShort() throws {
        for file in Repository.swiftFiles {
            let count = try file.lines().count
            #expect(count <= 500, "\(file.path) has \(count) lines; it is probably two ideas")
        }
    }

    @Test("Sources has no note about work left to do")
    func nothingIsLeftForLater() throws {
        // Spelled apart so that this file may say them.
        let notes = ["TO" + "DO", "FIX" + "ME", "XX" + "X"]
        for ending in [".swift", ".c", ".h"] {
            for file in Repository.files(in: "Sources", ending: ending) {
                for (index, line) in try file.lines().enumerated()
                where notes.contains(where: { line.range(of: $0) != nil }) {
                    let words = line.split { !$0.isLetter && !$0.isNumber && $0 != "_" }
                    for note in notes where words.contains(note[...]) {
                        Issue.record("\(file.path):\(index + 1) says \(note)")
                    }
                }
            }
        }
    }

    @Test("below the line nobody reads a clock, starts a thread or does I/O")
    func belowTheLineIsPure() throws {
        let calls = [
            "clock_gettime(", "gettimeofday(", "ContinuousClock", "SuspendingClock", "time(nil)",
            "pthread_create(", "Task.detached", "Task {", "fopen(", "open(\"", "getenv(", " print(",
        ]
        for file in Repository.swiftFiles where Arrows.belowTheLine.contains(file.target) {
            for (index, line) in try file.lines().enumerated() where !line.isComment {
                for call in calls where line.range(of: call) != nil {
                    Issue.record(
                        "\(file.path):\(index + 1) has \(call); take the value as an argument"
                    )
                }
            }
        }
    }
}

extension Substring {
    /// True for a line that holds nothing but a comment.
    fileprivate var isComment: Bool { drop { $0 == " " || $0 == "\t" }.hasPrefix("//") }
}
