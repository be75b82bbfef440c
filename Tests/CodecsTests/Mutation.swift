/// Random damage to payloads, and random objects.
enum Mutation {
    /// Pieces that parsers stumble over.
    static let pieces: [String] = [
        "\"", "\\", "{", "}", "[", "]", ",", ":", "null", "true", "false", "NaN", "-", "0", "1e999",
        "-0",
        "1.0", "9223372036854775808", "\\u0000", "\\u00e9", "\\ud83d\\ude00", "\\ud800", " ", "\n",
        "\u{0}",
        "é", "😀", "\"value\":1,", "\"x\":[1,2],", "\"x\":{\"y\":1},", "\"equipment\":", "0.1",
        "1e-5",
        "123456789012345678901234567890", "[1,2,3]", "[1,null]", "[]", "{}", "\"lot\":\"a\\nb\",",
        "\t",
        "\"valu\\u0065\":3,", "12345678.12345678", "E+3", ".5",
    ]

    /// Changes one thing.
    static func apply(
        to payload: inout [UInt8],
        from bases: [[UInt8]],
        using generator: inout some RandomNumberGenerator
    ) {
        let at = Int.random(in: 0...payload.count, using: &generator)
        switch Int.random(in: 0..<7, using: &generator) {
        case 0 where at < payload.count:
            payload[at] = UInt8.random(in: 0...255, using: &generator)
        case 1 where at < payload.count:
            payload[at] ^= 1 << UInt8.random(in: 0...7, using: &generator)
        case 2 where at < payload.count:
            payload.remove(at: at)
        case 3:
            payload.removeLast(payload.count - at)
        case 4:
            let other = bases.randomElement(using: &generator)!
            guard !other.isEmpty else { return }
            let start = Int.random(in: 0..<other.count, using: &generator)
            let end = min(other.count, start + Int.random(in: 1...24, using: &generator))
            payload.insert(contentsOf: other[start..<end], at: at)
        default:
            payload.insert(contentsOf: pieces.randomElement(using: &generator)!.utf8, at: at)
        }
    }

    /// A valid object with white space, known and unknown names; sometimes with a repeated name.
    static func object(using generator: inout some RandomNumberGenerator) -> String {
        func space() -> String { ["", "", "", " ", "\n ", "\t"].randomElement(using: &generator)! }
        func value(_ depth: Int) -> String {
            switch Int.random(in: 0..<(depth > 3 ? 6 : 9), using: &generator) {
            case 0:
                return String(
                    Int64(bitPattern: generator.next())
                        >> Int64.random(in: 0...63, using: &generator)
                )
            case 1: return Double.random(in: -1e6...1e6, using: &generator).description
            case 2:
                return ["true", "false", "null", "-0", "-0.0", "1E5"].randomElement(
                    using: &generator
                )!
            case 3:
                return
                    "\"\(String(repeating: "w", count: Int.random(in: 0...40, using: &generator)))\""
            case 4:
                return
                    "\"\(["é", "\\n", "😀x", "\\\"", "\\u20ac", "a/b"].randomElement(using: &generator)!)\""
            case 5:
                let numbers = (0..<Int.random(in: 0...5, using: &generator)).map { _ in
                    Float.random(in: -9...9, using: &generator).description
                }
                return "[\(space())\(numbers.joined(separator: ",\(space())"))\(space())]"
            case 6: return "[\(value(depth + 1)),\(value(depth + 1))]"
            default: return "{\"n\":\(value(depth + 1)),\"m\":\(value(depth + 1))}"
            }
        }
        var members: [String] = []
        for _ in 0..<Int.random(in: 0...9, using: &generator) {
            let known = measurementPlan.names.randomElement(using: &generator)!
            let unknown = "u\(Int.random(in: 0...60, using: &generator))"
            let name = Bool.random(using: &generator) ? known : unknown
            members.append("\(space())\"\(name)\"\(space()):\(space())\(value(0))\(space())")
        }
        return "\(space()){\(members.joined(separator: ","))}\(space())"
    }
}
