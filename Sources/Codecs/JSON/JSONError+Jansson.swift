import CJansson

extension JSONError {
    /// A zero byte, which no JSON text holds.
    init(zeroByteAt offset: Int) {
        reason = .notJSON
        byteOffset = offset
        line = 1
        column = offset + 1
        detail = "there is a zero byte"
    }

    /// Translates what the library reports.
    init(_ error: json_error_t, isEmpty: Bool) {
        let text = unsafe withUnsafeBytes(of: error.text) { bytes in
            unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        // The library keeps its error code in the last byte of the text.
        let code = unsafe withUnsafeBytes(of: error.text) { unsafe UInt32($0[$0.count - 1]) }
        reason = isEmpty ? .emptyPayload : Self.reason(json_error_code(rawValue: code))
        byteOffset = max(0, Int(error.position))
        line = max(1, Int(error.line))
        column = max(1, Int(error.column))
        detail = isEmpty ? "there is nothing" : text
    }

    private static func reason(_ code: json_error_code) -> ScanError.Reason {
        switch code {
        case json_error_invalid_utf8: .invalidUTF8
        case json_error_premature_end_of_input: .truncated
        case json_error_end_of_input_expected: .trailingBytes
        case json_error_invalid_syntax: .notJSON
        case json_error_null_character, json_error_null_byte_in_key: .nulCharacter
        case json_error_duplicate_key: .duplicateKey
        case json_error_numeric_overflow: .numberOutOfRange
        case json_error_stack_overflow: .tooDeep
        default: .readerFailed
        }
    }
}
