/// What a contract says about one field of a topic's value.
public struct FieldContract: Sendable, Equatable {
    /// A JSON type that the field may have.
    public enum FieldType: String, Sendable, CaseIterable {
        /// Text.
        case string
        /// Any number.
        case number
        /// A number without fraction and exponent.
        case integer
        /// `true` or `false`.
        case boolean
        /// An array of numbers.
        case numbers
        /// An array of texts.
        case strings
        /// `null`, where "not known" is a statement.
        case null
    }

    /// The name, as it stands in the record.
    public var name: String
    /// The types it may have; at least one.
    public var types: [FieldType]
    /// The unit of its numbers, nil when it has none; `1` for a plain number.
    public var unit: String?
    /// Whether every record carries it.
    public var isRequired: Bool
    /// What it means.
    public var meaning: String
    /// The only words it may hold; empty when any will do.
    public var words: [String]
    /// Whether it is an event time: RFC 3339 text, or whole milliseconds where `types` has
    /// `integer`.
    public var isTime: Bool
    /// The least number it may hold.
    public var minimum: Double?
    /// Whether the least number itself is excluded.
    public var isMinimumExclusive: Bool
    /// The greatest number it may hold.
    public var maximum: Double?
    /// The least and the greatest count of bytes of a text.
    public var byteCountRange: ClosedRange<Int>

    /// The types in words, such as `number or null`.
    public var typeText: String {
        let words = types.map { type in
            switch type {
            case .numbers: "array of numbers"
            case .strings: "array of strings"
            default: type.rawValue
            }
        }
        return words.joined(separator: " or ")
    }
}
