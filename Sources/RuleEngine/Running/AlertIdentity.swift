import Records

/// What makes an alert the same one: the rule and the values of its key.
///
/// The identity is FNV-1a over the rule's name and the values, each with its kind in front, so that
/// the text "1" and the number 1 are different keys; 2 and 2.0 are the same, as they are the same
/// number. `RuleRunner.identity` computes it from an event without allocating.
public enum AlertIdentity {
    static let prime: UInt64 = 0x0000_0100_0000_01b3

    /// The identity of the alert of a rule for the values of its key, in its order.
    public static func of(rule: String, key: [RuleValue]) -> UInt64 {
        key.reduce(StableHash.fnv1a(rule)) { mix($0, $1) }
    }

    /// The values of a key of which only the texts are known: those that give the identity. Each text
    /// may be one, or a number or truth value that is written like it; nil when none fits.
    static func values(of identity: UInt64, rule: String, texts: [String]) -> [RuleValue]? {
        var candidates: [[RuleValue]] = [[]]
        for text in texts {
            candidates = candidates.flatMap { key in readings(text).map { key + [$0] } }
        }
        return candidates.first { of(rule: rule, key: $0) == identity }
    }

    private static func readings(_ text: String) -> [RuleValue] {
        if let whole = Int64(text) { return [.text(text), .integer(whole)] }
        if let number = Double(text) { return [.text(text), .number(number)] }
        if let flag = Bool(text) { return [.text(text), .boolean(flag)] }
        return text == "-" ? [.text(text), .nothing] : [.text(text)]
    }

    private static func mix(_ hash: UInt64, _ value: RuleValue) -> UInt64 {
        switch value {
        case .nothing: return mixNothing(hash)
        case .boolean(let value): return mix(hash, 1, value ? 1 : 0)
        case .integer(let value): return mix(hash, 2, UInt64(bitPattern: value))
        case .number(let value): return mix(hash, 2, bits(value))
        case .text(let text):
            var copy = text
            return copy.withUTF8 { unsafe mix(hash, 3, UnsafeRawBufferPointer($0)) }
        }
    }

    /// The bits of a number that has no fraction are those of the whole number.
    static func bits(_ value: Double) -> UInt64 {
        Int64(exactly: value).map { UInt64(bitPattern: $0) } ?? value.bitPattern
    }

    static func mixNothing(_ hash: UInt64) -> UInt64 { hash &* prime }

    static func mix(_ hash: UInt64, _ kind: UInt8, _ bits: UInt64) -> UInt64 {
        unsafe withUnsafeBytes(of: bits.littleEndian) { unsafe mix(hash, kind, $0) }
    }

    static func mix(_ hash: UInt64, _ kind: UInt8, _ bytes: UnsafeRawBufferPointer) -> UInt64 {
        let started = (hash ^ UInt64(kind)) &* prime
        return unsafe StableHash.fnv1a(bytes, seed: started ^ UInt64(bytes.count))
    }
}
