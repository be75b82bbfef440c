import Records

/// One step of a compiled predicate.
struct PredicateInstruction: BitwiseCopyable, Sendable {
    enum Operation: UInt8, Sendable, BitwiseCopyable {
        case field, equipment, time, constant
        case negate, not, compare, calculate
        case jumpIfFalse, jumpIfTrue
        case abs, min, max, len, startsWith, oneOf
        /// Field `a` against constant `b`, in one step: most terms of most rules look like this.
        case compareField
    }

    enum Relation: UInt8, Sendable, BitwiseCopyable {
        case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
        case add, subtract, multiply, divide
    }

    var operation: Operation
    var relation: Relation = .equal
    /// A field, a slot, a constant, a jump target or a number of arguments.
    var a: Int32 = 0
    var b: Int32 = 0
}

/// A value while a predicate is evaluated, and whose bytes a text is made of.
struct PredicateValue: BitwiseCopyable, Sendable {
    enum Origin: UInt8, Sendable, BitwiseCopyable {
        case event, literal, equipment
    }

    var value: FieldValue
    var origin: Origin = .event

    var isNothing: Bool { !value.isPresent }
    var isNumber: Bool { value.kind == .integer || value.kind == .number }
    var isText: Bool { value.isText || value.kind == .nested }
    /// Lua's truth: everything but nil and false.
    @inline(__always) var isTrue: Bool {
        value.isPresent && !(value.kind == .boolean && value.bits == 0)
    }

    static func boolean(_ value: Bool) -> PredicateValue { PredicateValue(value: .boolean(value)) }
}

/// A predicate compiled to steps over numbered fields, before anybody says which slot a field has.
struct PredicateProgram: Sendable {
    var instructions: [PredicateInstruction] = []
    var constants: [PredicateValue] = []
    var literals: [UInt8] = []
    /// Names of the fields that instructions mention by number.
    var fields: [String] = []
    /// The most values on the stack at once.
    var stackCount = 0
}
