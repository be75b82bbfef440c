/// One field of an event as it came: a number, a word, or nothing.
///
/// Words are not copied. They are offsets into the payload the event was read from, or into the
/// scratch text of the `EventFields` that holds this value (escaped strings, computed events).
@frozen
public struct FieldValue: BitwiseCopyable, Sendable {
    /// What a field holds.
    @frozen
    public enum Kind: UInt8, Sendable, BitwiseCopyable {
        /// The event has no such field.
        case absent
        /// JSON `null`.
        case null
        /// JSON `true` or `false`; `integer` is 1 or 0.
        case boolean
        /// A JSON number without fraction or exponent that fits `Int64`.
        case integer
        /// Any other finite JSON number, bit-equal to `strtod`.
        case number
        /// Text inside the payload; UTF-8, valid, without escapes.
        case text
        /// Text inside the scratch bytes; UTF-8, valid.
        case scratchText
        /// An array of numbers; offset and count into the scratch numbers.
        case numbers
        /// An object or an array of something else; offset and count of its JSON in the payload.
        case nested
    }

    /// What the field holds.
    public var kind: Kind
    /// First byte of a text, or first element of an array of numbers.
    public var offset: UInt32
    /// Bytes of a text, or elements of an array of numbers.
    public var count: UInt32
    /// The `Int64` or the bit pattern of the `Double`.
    public var bits: UInt64

    @inlinable
    init(kind: Kind, offset: UInt32, count: UInt32, bits: UInt64) {
        self.kind = kind
        self.offset = offset
        self.count = count
        self.bits = bits
    }

    /// No such field.
    public static var absent: FieldValue {
        @inlinable get { FieldValue(kind: .absent, offset: 0, count: 0, bits: 0) }
    }
    /// JSON `null`.
    public static var null: FieldValue {
        @inlinable get { FieldValue(kind: .null, offset: 0, count: 0, bits: 0) }
    }
    /// A truth value.
    @inlinable
    public static func boolean(_ value: Bool) -> FieldValue {
        FieldValue(kind: .boolean, offset: 0, count: 0, bits: value ? 1 : 0)
    }
    /// A whole number.
    @inlinable
    public static func integer(_ value: Int64) -> FieldValue {
        FieldValue(kind: .integer, offset: 0, count: 0, bits: UInt64(bitPattern: value))
    }
    /// A finite number.
    @inlinable
    public static func number(_ value: Double) -> FieldValue {
        FieldValue(kind: .number, offset: 0, count: 0, bits: value.bitPattern)
    }
    /// Text at an offset of the payload.
    @inlinable
    public static func text(offset: Int, count: Int) -> FieldValue {
        FieldValue(
            kind: .text,
            offset: UInt32(truncatingIfNeeded: offset),
            count: UInt32(truncatingIfNeeded: count),
            bits: 0
        )
    }
    /// Text at an offset of the scratch bytes.
    @inlinable
    public static func scratchText(offset: Int, count: Int) -> FieldValue {
        FieldValue(
            kind: .scratchText,
            offset: UInt32(truncatingIfNeeded: offset),
            count: UInt32(truncatingIfNeeded: count),
            bits: 0
        )
    }
    /// Numbers at an offset of the scratch numbers.
    @inlinable
    public static func numbers(offset: Int, count: Int) -> FieldValue {
        FieldValue(
            kind: .numbers,
            offset: UInt32(truncatingIfNeeded: offset),
            count: UInt32(truncatingIfNeeded: count),
            bits: 0
        )
    }
    /// A nested value that is kept as JSON in the payload.
    @inlinable
    public static func nested(offset: Int, count: Int) -> FieldValue {
        FieldValue(
            kind: .nested,
            offset: UInt32(truncatingIfNeeded: offset),
            count: UInt32(truncatingIfNeeded: count),
            bits: 0
        )
    }

    /// Whether the event carries a value here; `null` counts as none.
    @inlinable
    public var isPresent: Bool { kind != .absent && kind != .null }

    /// The number as a double, or `nil` for anything that is not a number.
    @inlinable
    public var double: Double? {
        switch kind {
        case .integer: Double(Int64(bitPattern: bits))
        case .number: Double(bitPattern: bits)
        default: nil
        }
    }

    /// The whole number, or `nil`; `2.0` is not one.
    @inlinable
    public var int64: Int64? { kind == .integer ? Int64(bitPattern: bits) : nil }

    /// The truth value, or `nil`.
    @inlinable
    public var bool: Bool? { kind == .boolean ? bits != 0 : nil }

    /// Whether this is text of either kind.
    @inlinable
    public var isText: Bool { kind == .text || kind == .scratchText }
}
