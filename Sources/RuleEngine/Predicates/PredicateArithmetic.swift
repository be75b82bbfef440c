import Records

/// Lua's rules for numbers: whole ones wrap, mixed ones are doubles, and comparisons of a whole
/// number with a double are exact. Source: Lua 5.4 reference manual §3.4.1 to §3.4.4.
enum PredicateArithmetic {
    static func equal(_ a: FieldValue, _ b: FieldValue) -> Bool {
        switch (a.kind, b.kind) {
        case (.integer, .integer): a.bits == b.bits
        case (.number, .number): double(a) == double(b)
        case (.integer, .number): Int64(exactly: double(b)) == integer(a)
        case (.number, .integer): Int64(exactly: double(a)) == integer(b)
        default: false
        }
    }

    static func less(_ a: FieldValue, _ b: FieldValue) -> Bool {
        switch (a.kind, b.kind) {
        case (.integer, .integer): integer(a) < integer(b)
        case (.number, .number): double(a) < double(b)
        case (.integer, .number): less(integer(a), double(b))
        default: less(double(a), integer(b))
        }
    }

    static func lessOrEqual(_ a: FieldValue, _ b: FieldValue) -> Bool {
        switch (a.kind, b.kind) {
        case (.integer, .integer): integer(a) <= integer(b)
        case (.number, .number): double(a) <= double(b)
        // Without NaN, not greater is less or equal.
        case (.integer, .number): !double(b).isNaN && !less(double(b), integer(a))
        default: !double(a).isNaN && !less(integer(b), double(a))
        }
    }

    static func negate(_ a: FieldValue) -> FieldValue {
        a.kind == .integer ? .integer(0 &- integer(a)) : .number(-double(a))
    }

    static func absolute(_ a: FieldValue) -> FieldValue {
        guard a.kind == .integer else { return .number(Swift.abs(double(a))) }
        return integer(a) < 0 ? .integer(0 &- integer(a)) : a
    }

    static func calculate(
        _ relation: PredicateInstruction.Relation,
        _ a: FieldValue,
        _ b: FieldValue
    ) -> FieldValue {
        if a.kind == .integer, b.kind == .integer, relation != .divide {
            switch relation {
            case .add: return .integer(integer(a) &+ integer(b))
            case .subtract: return .integer(integer(a) &- integer(b))
            default: return .integer(integer(a) &* integer(b))
            }
        }
        let (x, y) = (anyDouble(a), anyDouble(b))
        switch relation {
        case .add: return .number(x + y)
        case .subtract: return .number(x - y)
        case .multiply: return .number(x * y)
        default: return .number(x / y)
        }
    }

    private static func integer(_ a: FieldValue) -> Int64 { Int64(bitPattern: a.bits) }
    private static func double(_ a: FieldValue) -> Double { Double(bitPattern: a.bits) }
    private static func anyDouble(_ a: FieldValue) -> Double {
        a.kind == .integer ? Double(integer(a)) : double(a)
    }

    private static func less(_ a: Int64, _ b: Double) -> Bool {
        if b >= 0x1p63 { return true }
        guard b > -0x1p63 else { return false }
        // a < b exactly when a < ceiling(b), both whole now.
        let ceiling = b.rounded(.up)
        return ceiling >= 0x1p63 || a < Int64(ceiling)
    }

    private static func less(_ a: Double, _ b: Int64) -> Bool {
        if a < -0x1p63 { return true }
        guard a < 0x1p63 else { return false }
        return Int64(a.rounded(.down)) < b
    }
}
