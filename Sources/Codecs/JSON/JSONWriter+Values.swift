extension JSONWriter {
    /// Appends a whole number as a value.
    public static func appendInteger(_ value: Int64, _ bytes: inout [UInt8]) {
        if value < 0 { bytes.append(0x2D) }
        // Twenty digits hold the greatest magnitude; they come out last digit first.
        var digits = InlineArray<20, UInt8>(repeating: 0x30)
        var rest = value.magnitude
        var count = 0
        repeat {
            digits[count] = UInt8(truncatingIfNeeded: rest % 10) + 0x30
            rest /= 10
            count += 1
        } while rest > 0
        while count > 0 {
            count -= 1
            bytes.append(digits[count])
        }
    }

    /// Appends a double as a value: the shortest text that reads back as the same double; `null`
    /// when it is not finite.
    public static func appendDouble(_ value: Double, _ bytes: inout [UInt8]) {
        guard value.isFinite else {
            bytes.append(contentsOf: "null".utf8)
            return
        }
        // Short descriptions live inside the string value; nothing is allocated for up to 15 bytes.
        bytes.append(contentsOf: value.description.utf8)
    }

    /// Appends text as a quoted string value.
    public static func appendString(_ value: String, _ bytes: inout [UInt8]) {
        var copy = value
        copy.withUTF8 { unsafe appendString(UnsafeRawBufferPointer($0), &bytes) }
    }

    /// Appends text as a quoted string value: quotes, backslashes and control characters are
    /// escaped, each byte that is not part of valid UTF-8 becomes U+FFFD.
    public static func appendString(_ value: UnsafeRawBufferPointer, _ bytes: inout [UInt8]) {
        let cursor = unsafe ByteCursor(value)
        bytes.append(0x22)
        var index = 0
        while index < cursor.count {
            let end = cursor.endOfPlainText(from: index)
            unsafe bytes.append(contentsOf: value[index..<end])
            guard end < cursor.count else { break }
            index = end
            let byte = cursor.byte(index)
            if byte < 0x80 {
                appendEscape(byte, &bytes)
                index += 1
                continue
            }
            let length = cursor.sequenceLength(index)
            if length > 0 {
                unsafe bytes.append(contentsOf: value[index..<index + length])
            } else {
                bytes.append(contentsOf: "\u{FFFD}".utf8)
            }
            index += max(1, length)
        }
        bytes.append(0x22)
    }

    private static func appendEscape(_ byte: UInt8, _ bytes: inout [UInt8]) {
        bytes.append(0x5C)
        switch byte {
        case 0x22, 0x5C: bytes.append(byte)
        case 0x08: bytes.append(0x62)
        case 0x09: bytes.append(0x74)
        case 0x0A: bytes.append(0x6E)
        case 0x0C: bytes.append(0x66)
        case 0x0D: bytes.append(0x72)
        default:
            bytes.append(contentsOf: "u00".utf8)
            bytes.append(Hex.digit(byte >> 4))
            bytes.append(Hex.digit(byte & 15))
        }
    }
}
