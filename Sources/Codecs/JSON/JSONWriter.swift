import Records

/// Appends JSON to bytes, such as those of an output batch.
///
/// It keeps no state: whether a comma is due is seen from the last byte, so what it appends to must
/// be empty or the JSON it wrote itself; a value at the top level needs `beginObject(_:)` first,
/// which never writes a comma in front of the outermost object. Amortised O(bytes).
public enum JSONWriter {
    /// Begins an object: `{`. As an element of an array, call `separate` first.
    @inlinable
    public static func beginObject(_ bytes: inout [UInt8]) { bytes.append(0x7B) }

    /// Ends an object: `}`.
    @inlinable
    public static func endObject(_ bytes: inout [UInt8]) { bytes.append(0x7D) }

    /// Begins an array: `[`. As an element of an array, call `separate` first.
    @inlinable
    public static func beginArray(_ bytes: inout [UInt8]) { bytes.append(0x5B) }

    /// Ends an array: `]`.
    @inlinable
    public static func endArray(_ bytes: inout [UInt8]) { bytes.append(0x5D) }

    /// Appends a comma unless an object or array has just begun.
    @inlinable
    public static func separate(_ bytes: inout [UInt8]) {
        guard let last = bytes.last, last != 0x7B, last != 0x5B else { return }
        bytes.append(0x2C)
    }

    /// Appends `"name":` with the comma that is due. The name must need no escapes.
    @inlinable
    public static func name(_ name: StaticString, _ bytes: inout [UInt8]) {
        separate(&bytes)
        bytes.append(0x22)
        name.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
        bytes.append(0x22)
        bytes.append(0x3A)
    }

    /// Appends `"name":` with the comma that is due, escaping the name; for names known at run
    /// time.
    public static func name(_ name: String, _ bytes: inout [UInt8]) {
        separate(&bytes)
        appendString(name, &bytes)
        bytes.append(0x3A)
    }

    /// Appends a whole number.
    public static func field(_ name: StaticString, _ value: Int64, _ bytes: inout [UInt8]) {
        self.name(name, &bytes)
        appendInteger(value, &bytes)
    }

    /// Appends a whole number.
    public static func field(_ name: StaticString, _ value: Int, _ bytes: inout [UInt8]) {
        field(name, Int64(value), &bytes)
    }

    /// Appends a double in its shortest form that reads back as the same double; `null` for nil,
    /// NaN and the infinities.
    public static func field(_ name: StaticString, _ value: Double?, _ bytes: inout [UInt8]) {
        self.name(name, &bytes)
        appendDouble(value ?? .nan, &bytes)
    }

    /// Appends a truth value.
    public static func field(_ name: StaticString, _ value: Bool, _ bytes: inout [UInt8]) {
        self.name(name, &bytes)
        bytes.append(contentsOf: (value ? "true" : "false" as StaticString))
    }

    /// Appends a time as RFC 3339 text in UTC with milliseconds.
    public static func field(_ name: StaticString, _ value: EventTime, _ bytes: inout [UInt8]) {
        self.name(name, &bytes)
        bytes.append(0x22)
        TimeFormatter.append(value, to: &bytes)
        bytes.append(0x22)
    }

    /// Appends text, escaped; broken UTF-8 becomes U+FFFD.
    public static func field(
        _ name: StaticString,
        _ value: UnsafeRawBufferPointer,
        _ bytes: inout [UInt8]
    ) {
        self.name(name, &bytes)
        unsafe appendString(value, &bytes)
    }

    /// Appends text, escaped.
    public static func field(_ name: StaticString, _ value: String, _ bytes: inout [UInt8]) {
        self.name(name, &bytes)
        appendString(value, &bytes)
    }

    /// Appends a word that needs no escapes.
    public static func field(_ name: StaticString, word: StaticString, _ bytes: inout [UInt8]) {
        self.name(name, &bytes)
        bytes.append(0x22)
        bytes.append(contentsOf: word)
        bytes.append(0x22)
    }

    /// Appends an array of numbers; those that are not finite become `null`.
    public static func field(
        _ name: StaticString,
        _ values: some Sequence<Double>,
        _ bytes: inout [UInt8]
    ) {
        self.name(name, &bytes)
        beginArray(&bytes)
        for value in values {
            separate(&bytes)
            appendDouble(value, &bytes)
        }
        endArray(&bytes)
    }

    /// Appends an array of whole numbers.
    public static func field(
        _ name: StaticString,
        integers values: some Sequence<Int64>,
        _ bytes: inout [UInt8]
    ) {
        self.name(name, &bytes)
        beginArray(&bytes)
        for value in values {
            separate(&bytes)
            appendInteger(value, &bytes)
        }
        endArray(&bytes)
    }

    /// Appends an array of texts, escaped.
    public static func field(
        _ name: StaticString,
        strings values: some Sequence<String>,
        _ bytes: inout [UInt8]
    ) {
        self.name(name, &bytes)
        beginArray(&bytes)
        for value in values {
            separate(&bytes)
            appendString(value, &bytes)
        }
        endArray(&bytes)
    }

    /// Appends `null`.
    public static func nullField(_ name: StaticString, _ bytes: inout [UInt8]) {
        self.name(name, &bytes)
        bytes.append(contentsOf: "null" as StaticString)
    }
}

extension [UInt8] {
    /// Appends the bytes of a literal.
    fileprivate mutating func append(contentsOf literal: StaticString) {
        literal.withUTF8Buffer { unsafe append(contentsOf: $0) }
    }
}
