import Records
import TestSupport
import Testing

@Suite("A table that is captured while it changes")
struct StateCaptureTests {
    private let seed = testSeed()

    /// Some text, then a number: rows of different sizes.
    private static func write(_ row: String, to writer: inout StateWriter) {
        writer.write(row)
        writer.write(UInt16(row.utf8.count))
    }

    /// The bytes of a capture of rows that change at random, and of a copy made at its beginning.
    private func capture(
        rowCount: Int,
        copiesFirst: Bool,
        _ random: inout SeededGenerator
    ) -> (captured: [UInt8], copied: [UInt8]) {
        var rows = (0..<rowCount).map { "row \($0)" }
        let copied = stateBytes { writer in
            for row in rows { Self.write(row, to: &writer) }
        }
        let capture = StateCapture(rowCount: rowCount, copiesFirst: copiesFirst)
        var writer = StateWriter()
        while !capture.isDone {
            for _ in 0..<Int.random(in: 0...5, using: &random) {
                let row = Int.random(in: 0..<rows.count, using: &random)
                capture.keep(row) { Self.write(rows[$0], to: &$1) }
                let length = Int.random(in: 0...3_000, using: &random)
                rows[row] = String(repeating: "x", count: length)
            }
            if rows.count < 2 * rowCount, Bool.random(using: &random) { rows.append("new") }
            let end = writer.count + Int.random(in: 1...200, using: &random)
            capture.write(to: &writer, until: end) { Self.write(rows[$0], to: &$1) }
        }
        return (unsafe writer.withBytes { unsafe Array($0) }, copied)
    }

    @Test("its bytes are those of a copy at the beginning", arguments: [1, 2, 50, 2_000])
    func equal(rowCount: Int) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<5 {
            let (captured, copied) = capture(rowCount: rowCount, copiesFirst: true, &random)
            #expect(captured == copied, "seed \(seed)")
        }
    }

    @Test("without copying first they are not")
    func unequal() {
        var random = SeededGenerator(seed: seed)
        let (captured, copied) = capture(rowCount: 2_000, copiesFirst: false, &random)
        #expect(captured != copied, "seed \(seed)")
    }

    @Test("an empty table is done at once")
    func empty() {
        let capture = StateCapture(rowCount: 0)
        #expect(capture.isDone)
        capture.keep(0) { _, _ in Issue.record("There is no row.") }
    }
}
