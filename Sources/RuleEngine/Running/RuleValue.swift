import Records

/// A value that leaves the rule engine: a key, a parameter, a piece of evidence.
public enum RuleValue: Sendable, Equatable {
    /// The event had no such field.
    case nothing
    /// A truth value.
    case boolean(Bool)
    /// A whole number.
    case integer(Int64)
    /// Any other number.
    case number(Double)
    /// Text.
    case text(String)

    /// The value as people read it; `-` for nothing, whole doubles without a fraction.
    public var text: String {
        switch self {
        case .nothing: return "-"
        case .boolean(let value): return value ? "true" : "false"
        case .integer(let value): return String(value)
        case .number(let value):
            if let whole = Int64(exactly: value), abs(value) < 1e15 { return String(whole) }
            return String(value)
        case .text(let value): return value
        }
    }

    /// The value as a double, or nil for what is not a number.
    public var double: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }
}

extension RuleValue {
    /// A value of an event that is not a text; an array of numbers is its length in brackets.
    init(_ value: FieldValue) {
        switch value.kind {
        case .integer: self = .integer(Int64(bitPattern: value.bits))
        case .number: self = .number(Double(bitPattern: value.bits))
        case .boolean: self = .boolean(value.bits != 0)
        case .numbers: self = .text("[\(value.count) numbers]")
        default: self = .nothing
        }
    }
}
