@testable import Codecs
import Glibc
import Records
import TestSupport
import Testing

@Suite("Numbers")
struct DecimalNumberTests {
    private static let scanner = ObjectScanner(plan: FieldPlan(names: ["value"]))

    /// What the fast path makes of a number.
    private func scanned(_ text: String, _ fields: inout EventFields) -> FieldValue? {
        unsafe Array("{\"value\":\(text)}".utf8).withUnsafeBytes {
            unsafe Self.scanner.scanFast($0, into: &fields) ? fields[0] : nil
        }
    }

    private func check(_ text: String, _ fields: inout EventFields, _ seed: UInt64) {
        let expected = unsafe strtod(text, nil)
        guard expected.isFinite else {
            #expect(scanned(text, &fields) == nil, "\(text), SEED=\(seed)")
            return
        }
        let found = scanned(text, &fields)
        if let integer = found?.int64 {
            #expect(String(integer) == text, "\(text), SEED=\(seed)")
        } else {
            #expect(found?.double?.bitPattern == expected.bitPattern, "\(text), SEED=\(seed)")
        }
    }

    @Test("doubles have the bits of strtod, whatever their length and exponent")
    func random() {
        let seed = testSeed()
        var generator = SeededGenerator(seed: seed)
        var fields = EventFields()
        for _ in 0..<20_000 {
            let digitCount = Int.random(in: 1...22, using: &generator)
            var text = Bool.random(using: &generator) ? "-" : ""
            text += String(Int.random(in: 1...9, using: &generator))
            for _ in 1..<digitCount { text += String(Int.random(in: 0...9, using: &generator)) }
            if Bool.random(using: &generator) {
                let point = Int.random(in: 0...digitCount, using: &generator)
                text.insert(".", at: text.index(text.endIndex, offsetBy: -point))
                if text.hasSuffix(".") { text += "0" }
                text = text.replacing("-.", with: "-0.")
                if text.hasPrefix(".") { text = "0" + text }
            }
            if Int.random(in: 0..<3, using: &generator) == 0 {
                text += "e\(Int.random(in: -330...310, using: &generator))"
            }
            check(text, &fields, seed)
        }
    }

    @Test("the shortest text of any double reads back as that double")
    func roundTrip() {
        let seed = testSeed()
        var generator = SeededGenerator(seed: seed)
        var fields = EventFields()
        for _ in 0..<10_000 {
            let value = Double(bitPattern: generator.next())
            guard value.isFinite else { continue }
            check(value.description, &fields, seed)
            check(Double.random(in: -1000...1000, using: &generator).description, &fields, seed)
        }
    }

    @Test("ties between two doubles go to the even one, just above a tie goes up")
    func ties() {
        var fields = EventFields()
        for text in [
            "9007199254740993", "9007199254740993.0", "9007199254740992.5", "900719925474099.25",
            "9007199254740993.000000001", "0.500000000000000166", "1.0000000000000001110",
            "1.000000000000000111", "4503599627370496.5", "4503599627370497.5", "0.1", "0.3",
            "1e23",
            "8.5e22", "9999999999999999999", "9999999999999999.999", "0.9999999999999999999",
            "2.2250738585072011e-308", "2.2250738585072014e-308", "1.7976931348623157e308",
            "1.7976931348623159e308", "5e-324", "2e-324", "0.0000000000000000001", "0e5", "-0.0",
            "0.000",
        ] {
            check(text, &fields, 0)
        }
    }
}
