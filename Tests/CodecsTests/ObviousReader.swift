@testable import Codecs

/// Whether a payload is what the scanner accepts, by recursive descent over the grammar of RFC
/// 8259: the third opinion, which shares no code with the other two.
struct ObviousReader {
    private struct Refused: Error {}
    private var rest: ArraySlice<UInt8>
    private var depth = 0

    /// True or false; nil where only the others can tell (sizes).
    static func isValid(_ payload: [UInt8]) -> Bool? {
        guard payload.count < 10_000 else { return nil }
        guard String(validating: payload, as: UTF8.self) != nil else { return false }
        var reader = ObviousReader(rest: payload[...])
        do {
            reader.space()
            guard reader.rest.first == UInt8(ascii: "{") else { return false }
            try reader.value()
            reader.space()
            return reader.rest.isEmpty
        } catch {
            return false
        }
    }

    private mutating func space() { rest = rest.drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) } }

    private mutating func take(_ text: String) -> Bool {
        guard rest.starts(with: text.utf8) else { return false }
        rest = rest.dropFirst(text.utf8.count)
        return true
    }

    private mutating func expect(_ text: String) throws { if !take(text) { throw Refused() } }

    private mutating func value() throws {
        space()
        switch rest.first {
        case UInt8(ascii: "{"): try object()
        case UInt8(ascii: "["): try array()
        case UInt8(ascii: "\""): _ = try string()
        case UInt8(ascii: "t"): try expect("true")
        case UInt8(ascii: "f"): try expect("false")
        case UInt8(ascii: "n"): try expect("null")
        default: try number()
        }
    }

    private mutating func object() throws {
        depth += 1
        defer { depth -= 1 }
        guard depth <= ObjectScanner.depthLimit else { throw Refused() }
        var names: Set<[UInt8]> = []
        try expect("{")
        space()
        if take("}") { return }
        repeat {
            space()
            guard names.insert(try string()).inserted else { throw Refused() }
            space()
            try expect(":")
            try value()
            space()
        } while take(",")
        try expect("}")
    }

    private mutating func array() throws {
        depth += 1
        defer { depth -= 1 }
        guard depth <= ObjectScanner.depthLimit else { throw Refused() }
        try expect("[")
        space()
        if take("]") { return }
        repeat {
            try value()
            space()
        } while take(",")
        try expect("]")
    }

    private mutating func string() throws -> [UInt8] {
        try expect("\"")
        var units: [UInt16] = []
        while let byte = rest.first {
            if take("\"") {
                let text = String(decoding: units, as: UTF16.self)
                // A lone surrogate would have become U+FFFD.
                guard Array(text.utf16) == units else { throw Refused() }
                return Array(text.utf8)
            }
            guard byte >= 0x20 else { throw Refused() }
            if take("\\") {
                units.append(try escape())
            } else {
                let scalar = String(decoding: rest.prefix(4), as: UTF8.self).unicodeScalars.first!
                units += Array(String(scalar).utf16)
                rest = rest.dropFirst(String(scalar).utf8.count)
            }
        }
        throw Refused()
    }

    private mutating func escape() throws -> UInt16 {
        guard let byte = rest.popFirst() else { throw Refused() }
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return UInt16(byte)
        case UInt8(ascii: "b"): return 8
        case UInt8(ascii: "f"): return 12
        case UInt8(ascii: "n"): return 10
        case UInt8(ascii: "r"): return 13
        case UInt8(ascii: "t"): return 9
        case UInt8(ascii: "u"):
            let digits = String(decoding: rest.prefix(4), as: UTF8.self)
            rest = rest.dropFirst(4)
            guard digits.utf8.count == 4, digits.allSatisfy(\.isHexDigit),
                let unit = UInt16(digits, radix: 16), unit != 0
            else { throw Refused() }
            return unit
        default: throw Refused()
        }
    }

    private mutating func number() throws {
        var text = ""
        func isDigit(_ byte: UInt8?) -> Bool { byte.map { $0 >= 0x30 && $0 <= 0x39 } ?? false }
        func digits() throws {
            guard isDigit(rest.first) else { throw Refused() }
            while isDigit(rest.first) {
                text.unicodeScalars.append(Unicode.Scalar(rest.removeFirst()))
            }
        }
        if take("-") { text += "-" }
        if take("0") { text += "0" } else { try digits() }
        if take(".") {
            text += "."
            try digits()
        }
        if take("e") || take("E") {
            text += "e"
            if take("-") { text += "-" } else { _ = take("+") }
            try digits()
        }
        guard let value = Double(text), value.isFinite else { throw Refused() }
    }
}
