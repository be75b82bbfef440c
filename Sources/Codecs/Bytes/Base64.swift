/// Base64 with the standard alphabet and padding. Source: RFC 4648, section 4.
public enum Base64 {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
    )

    /// Appends four characters for every three bytes.
    public static func append(_ source: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
        var index = 0
        while index < source.count {
            let left = min(3, source.count - index)
            var group: UInt32 = 0
            for offset in 0..<left {
                group |= unsafe UInt32(source[index + offset]) << UInt32(16 - 8 * offset)
            }
            for position in 0..<4 {
                let value = Int(group >> UInt32(18 - 6 * position) & 63)
                bytes.append(position <= left ? alphabet[value] : 0x3D)
            }
            index += 3
        }
    }

    /// The text of some bytes.
    public static func string(_ source: [UInt8]) -> String {
        var bytes: [UInt8] = []
        unsafe source.withUnsafeBytes { unsafe append($0, to: &bytes) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The bytes of a text; nil when it holds another character, lacks padding, or has bits left
    /// over.
    public static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        guard text.count % 4 == 0 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 4 * 3)
        var group: UInt32 = 0
        var position = 0
        var padding = 0
        for character in text {
            if character == 0x3D {
                padding += 1
                group <<= 6
            } else {
                guard padding == 0, let value = value(character) else { return nil }
                group = group << 6 | UInt32(value)
            }
            position += 1
            guard position % 4 == 0 else { continue }
            guard padding <= 2, group & ((1 << UInt32(8 * padding)) - 1) == 0 else { return nil }
            guard padding == 0 || position == text.count else { return nil }
            for offset in 0..<(3 - padding) {
                bytes.append(UInt8(group >> UInt32(16 - 8 * offset) & 255))
            }
            group = 0
        }
        return bytes
    }

    private static func value(_ character: UInt8) -> UInt8? {
        switch character {
        case 0x41...0x5A: character - 0x41
        case 0x61...0x7A: character - 0x61 + 26
        case 0x30...0x39: character - 0x30 + 52
        case 0x2B: 62
        case 0x2F: 63
        default: nil
        }
    }
}
