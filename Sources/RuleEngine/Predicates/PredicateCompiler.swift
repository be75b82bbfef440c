import Records

/// Turns a tree into steps for a small stack machine; parameters become constants.
struct PredicateCompiler {
    private var program = PredicateProgram()
    private let parameters: [String: RuleValue]
    private var height = 0

    /// The program of a tree. Unknown parameters are `nil`; the checker refuses them before.
    static func compile(_ tree: Predicate, parameters: [String: RuleValue]) -> PredicateProgram {
        var compiler = PredicateCompiler(parameters: parameters)
        compiler.emit(tree)
        return compiler.program
    }

    private init(parameters: [String: RuleValue]) { self.parameters = parameters }

    private mutating func add(_ instruction: PredicateInstruction, height change: Int) {
        program.instructions.append(instruction)
        height += change
        program.stackCount = max(program.stackCount, height)
    }

    private mutating func emit(_ tree: Predicate) {
        switch tree {
        case .field(let name, _): emitField(name)
        case .parameter, .nothing, .boolean, .integer, .number, .text:
            add(.init(operation: .constant, a: constant(tree)!), height: 1)
        case .negate(let inner, _):
            emit(inner)
            add(.init(operation: .negate), height: 0)
        case .not(let inner):
            emit(inner)
            add(.init(operation: .not), height: 0)
        case .and(let left, let right): emitJump(.jumpIfFalse, left, right)
        case .or(let left, let right): emitJump(.jumpIfTrue, left, right)
        case .binary(let operation, let left, let right, _): emitBinary(operation, left, right)
        case .call(let function, let arguments, _): emitCall(function, arguments)
        }
    }

    private mutating func emitField(_ name: String) {
        switch name {
        case "equipment": add(.init(operation: .equipment), height: 1)
        case "time": add(.init(operation: .time), height: 1)
        default: add(.init(operation: .field, a: field(name)), height: 1)
        }
    }

    // The left value stays as the answer when it decides; otherwise it is dropped for the right
    // one.
    private mutating func emitJump(
        _ operation: PredicateInstruction.Operation,
        _ left: Predicate,
        _ right: Predicate
    ) {
        emit(left)
        let jump = program.instructions.count
        add(.init(operation: operation), height: -1)
        emit(right)
        program.instructions[jump].a = Int32(program.instructions.count)
    }

    private mutating func emitBinary(
        _ operation: PredicateOperator,
        _ left: Predicate,
        _ right: Predicate
    ) {
        let relation = relation(operation)
        if !operation.isArithmetic, case .field(let name, _) = left, let value = constant(right),
            name != "equipment", name != "time"
        {
            add(
                .init(operation: .compareField, relation: relation, a: field(name), b: value),
                height: 1
            )
            return
        }
        emit(left)
        emit(right)
        let kind: PredicateInstruction.Operation = operation.isArithmetic ? .calculate : .compare
        add(.init(operation: kind, relation: relation), height: -1)
    }

    private mutating func emitCall(_ function: PredicateFunction, _ arguments: [Predicate]) {
        for argument in arguments { emit(argument) }
        let operation: PredicateInstruction.Operation =
            switch function {
            case .abs: .abs
            case .min: .min
            case .max: .max
            case .len: .len
            case .startsWith: .startsWith
            case .oneOf: .oneOf
            }
        add(.init(operation: operation, a: Int32(arguments.count)), height: 1 - arguments.count)
    }

    private func relation(_ operation: PredicateOperator) -> PredicateInstruction.Relation {
        switch operation {
        case .equal: .equal
        case .notEqual: .notEqual
        case .less: .less
        case .lessOrEqual: .lessOrEqual
        case .greater: .greater
        case .greaterOrEqual: .greaterOrEqual
        case .add: .add
        case .subtract: .subtract
        case .multiply: .multiply
        case .divide: .divide
        }
    }

    private mutating func field(_ name: String) -> Int32 {
        if let index = program.fields.firstIndex(of: name) { return Int32(index) }
        program.fields.append(name)
        return Int32(program.fields.count - 1)
    }

    private mutating func constant(_ tree: Predicate) -> Int32? {
        switch tree {
        case .parameter(let name, _): return constant(parameters[name] ?? .nothing)
        case .nothing: return constant(RuleValue.nothing)
        case .boolean(let value): return constant(RuleValue.boolean(value))
        case .integer(let value): return constant(RuleValue.integer(value))
        case .number(let value): return constant(RuleValue.number(value))
        case .text(let value): return constant(RuleValue.text(value))
        default: return nil
        }
    }

    private mutating func constant(_ value: RuleValue) -> Int32 {
        let field: FieldValue
        switch value {
        case .nothing: field = .absent
        case .boolean(let value): field = .boolean(value)
        case .integer(let value): field = .integer(value)
        case .number(let value): field = .number(value)
        case .text(let text):
            field = .text(offset: program.literals.count, count: text.utf8.count)
            program.literals.append(contentsOf: text.utf8)
        }
        program.constants.append(PredicateValue(value: field, origin: .literal))
        return Int32(program.constants.count - 1)
    }
}
