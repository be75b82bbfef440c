/// Whole numbers in as few bytes as they need: seven bits a byte, least significant first, the top bit
/// says that more follow. Signed ones are folded so that small magnitudes are short.
enum Varint {
    static func append(_ value: UInt64, to bytes: inout [UInt8]) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    static func append(signed value: Int64, to bytes: inout [UInt8]) {
        append(UInt64(bitPattern: value << 1 ^ value >> 63), to: &bytes)
    }

    /// Eight bytes, for hashes.
    static func append(fixed value: UInt64, to bytes: inout [UInt8]) {
        for shift in stride(from: 0, to: 64, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(shift)))
        }
    }

    /// Reads numbers one after the other; nil at the end and for what no writer makes.
    @safe
    struct Reader: ~Copyable {
        private let bytes: UnsafeRawBufferPointer
        private var position = 0

        init(_ bytes: UnsafeRawBufferPointer) { unsafe self.bytes = unsafe bytes }

        var isAtEnd: Bool { unsafe position == bytes.count }

        mutating func byte() -> UInt8? {
            guard !isAtEnd else { return nil }
            defer { position += 1 }
            return unsafe bytes[position]
        }

        mutating func value() -> UInt64? {
            var result: UInt64 = 0
            for shift in stride(from: UInt64(0), to: 64, by: 7) {
                guard let next = byte() else { return nil }
                // The tenth byte has room for one bit.
                guard shift < 63 || next <= 1 else { return nil }
                result |= UInt64(next & 0x7f) << shift
                if next < 0x80 { return result }
            }
            return nil
        }

        mutating func signed() -> Int64? {
            value().map { Int64(bitPattern: $0 >> 1) ^ -Int64(bitPattern: $0 & 1) }
        }

        mutating func fixed() -> UInt64? {
            var result: UInt64 = 0
            for shift in stride(from: UInt64(0), to: 64, by: 8) {
                guard let next = byte() else { return nil }
                result |= UInt64(next) << shift
            }
            return result
        }
    }
}
