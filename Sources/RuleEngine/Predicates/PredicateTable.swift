import Records

#if canImport(Glibc)
    import Glibc
#endif

/// The compiled predicates of one runner, back to back, with slots instead of names.
///
/// The tables are plain memory that this value owns: they are written while rules are bound and
/// read at
/// every event. Every index in an instruction was checked when it was made.
@safe
struct PredicateTable: ~Copyable {
    /// How an evaluation ended.
    enum Outcome {
        case yes, no
        /// Lua would have raised an error, such as comparing a missing field with a number.
        case failed
    }

    private var instructions = FlatMemory<PredicateInstruction>()
    private var constants = FlatMemory<PredicateValue>()
    private var literals = FlatMemory<UInt8>()
    private var stack = FlatMemory<PredicateValue>()

    init() {}

    /// Adds a program for the slots of a plan and answers its range.
    mutating func append(_ program: PredicateProgram, plan: FieldPlan) -> Range<Int> {
        let start = instructions.count
        let constantStart = Int32(constants.count)
        for var constant in program.constants {
            if constant.value.isText { constant.value.offset += UInt32(literals.count) }
            constants.append(constant)
        }
        for byte in program.literals { literals.append(byte) }
        for var instruction in program.instructions {
            switch instruction.operation {
            case .field: instruction.a = slot(program, instruction.a, plan)
            case .compareField:
                instruction.a = slot(program, instruction.a, plan)
                instruction.b += constantStart
            case .constant: instruction.a += constantStart
            case .jumpIfFalse, .jumpIfTrue: instruction.a += Int32(start)
            default: break
            }
            instructions.append(instruction)
        }
        let needed = program.stackCount + 1
        while stack.count < needed { stack.append(PredicateValue(value: .absent)) }
        return start..<instructions.count
    }

    private func slot(_ program: PredicateProgram, _ field: Int32, _ plan: FieldPlan) -> Int32 {
        Int32(plan.slot(program.fields[Int(field)]) ?? -1)
    }

    /// Whether a predicate holds for an event.
    mutating func evaluate(
        _ range: Range<Int>,
        event: borrowing EventFields,
        context: EventContext
    ) -> Outcome {
        guard run(range, event, context) else { return .failed }
        return stack[0].isTrue ? .yes : .no
    }

    /// What an expression is for an event, or nil where Lua raises an error. For people, not for the
    /// hot path: texts are copied.
    mutating func value(
        _ range: Range<Int>,
        event: borrowing EventFields,
        context: EventContext
    ) -> RuleValue? {
        guard run(range, event, context) else { return nil }
        let found = stack[0]
        guard found.isText else { return RuleValue(found.value) }
        return .text(
            unsafe withBytes(found, event, context) { unsafe String(decoding: $0, as: UTF8.self) }
        )
    }

    /// Leaves the answer at the bottom of the stack; false where Lua raises an error.
    @inline(__always)
    private mutating func run(
        _ range: Range<Int>,
        _ event: borrowing EventFields,
        _ context: EventContext
    ) -> Bool {
        var at = range.lowerBound
        var top = -1
        while at < range.upperBound {
            let instruction = instructions[at]
            at += 1
            switch instruction.operation {
            case .compareField:
                let left = PredicateValue(value: field(instruction.a, event))
                let right = constants[Int(instruction.b)]
                guard let answer = compare(instruction.relation, left, right, event, context) else {
                    return false
                }
                top += 1
                stack[top] = .boolean(answer)
            case .field:
                top += 1
                stack[top] = PredicateValue(value: field(instruction.a, event))
            case .constant:
                top += 1
                stack[top] = constants[Int(instruction.a)]
            case .equipment:
                top += 1
                let count = unsafe context.equipmentName.count
                stack[top] = PredicateValue(
                    value: .text(offset: 0, count: count),
                    origin: .equipment
                )
            case .time:
                top += 1
                stack[top] = PredicateValue(value: .integer(context.time.milliseconds))
            case .jumpIfFalse, .jumpIfTrue:
                if stack[top].isTrue == (instruction.operation == .jumpIfTrue) {
                    at = Int(instruction.a)
                } else {
                    top -= 1
                }
            case .not: stack[top] = .boolean(!stack[top].isTrue)
            case .compare:
                top -= 1
                guard
                    let answer = compare(
                        instruction.relation,
                        stack[top],
                        stack[top + 1],
                        event,
                        context
                    )
                else { return false }
                stack[top] = .boolean(answer)
            default:
                guard apply(instruction, &top, event, context) else { return false }
            }
        }
        return true
    }

    @inline(__always)
    private func field(_ slot: Int32, _ event: borrowing EventFields) -> FieldValue {
        slot < 0 ? .absent : event[Int(slot)]
    }

    /// Arithmetic and functions; false where Lua raises an error.
    private mutating func apply(
        _ instruction: PredicateInstruction,
        _ top: inout Int,
        _ event: borrowing EventFields,
        _ context: EventContext
    ) -> Bool {
        switch instruction.operation {
        case .calculate:
            top -= 1
            guard stack[top].isNumber, stack[top + 1].isNumber else { return false }
            stack[top] = PredicateValue(
                value: PredicateArithmetic.calculate(
                    instruction.relation,
                    stack[top].value,
                    stack[top + 1].value
                )
            )
            return true
        case .negate, .abs:
            guard stack[top].isNumber else { return false }
            let value = stack[top].value
            let isAbs = instruction.operation == .abs
            stack[top] = PredicateValue(
                value: isAbs
                    ? PredicateArithmetic.absolute(value) : PredicateArithmetic.negate(value)
            )
            return true
        case .len: return length(top)
        case .min, .max:
            top -= Int(instruction.a) - 1
            return extreme(top, Int(instruction.a), isMax: instruction.operation == .max)
        case .startsWith:
            top -= 1
            guard stack[top].isText, stack[top + 1].isText else { return false }
            let answer = startsWith(stack[top], stack[top + 1], event, context)
            stack[top] = .boolean(answer)
            return true
        case .oneOf:
            top -= Int(instruction.a) - 1
            let answer = (1..<Int(instruction.a)).contains {
                equal(stack[top], stack[top + $0], event, context)
            }
            stack[top] = .boolean(answer)
            return true
        default: return false
        }
    }

    private mutating func length(_ top: Int) -> Bool {
        guard stack[top].isText || stack[top].value.kind == .numbers else { return false }
        stack[top] = PredicateValue(value: .integer(Int64(stack[top].value.count)))
        return true
    }

    private mutating func extreme(_ first: Int, _ count: Int, isMax: Bool) -> Bool {
        var best = stack[first]
        for index in first..<first + count {
            let candidate = stack[index]
            guard candidate.isNumber else { return false }
            let isBetter =
                isMax
                ? PredicateArithmetic.less(best.value, candidate.value)
                : PredicateArithmetic.less(candidate.value, best.value)
            if isBetter { best = candidate }
        }
        stack[first] = best
        return true
    }

    // MARK: Comparing

    /// The answer of a comparison, or nil where Lua raises an error.
    @inline(__always)
    private func compare(
        _ relation: PredicateInstruction.Relation,
        _ a: PredicateValue,
        _ b: PredicateValue,
        _ event: borrowing EventFields,
        _ context: EventContext
    ) -> Bool? {
        switch relation {
        case .equal: return equal(a, b, event, context)
        case .notEqual: return !equal(a, b, event, context)
        default: break
        }
        if a.isNumber, b.isNumber {
            switch relation {
            case .less: return PredicateArithmetic.less(a.value, b.value)
            case .lessOrEqual: return PredicateArithmetic.lessOrEqual(a.value, b.value)
            case .greater: return PredicateArithmetic.less(b.value, a.value)
            default: return PredicateArithmetic.lessOrEqual(b.value, a.value)
            }
        }
        guard a.isText, b.isText else { return nil }
        let order = order(a, b, event, context)
        switch relation {
        case .less: return order < 0
        case .lessOrEqual: return order <= 0
        case .greater: return order > 0
        default: return order >= 0
        }
    }

    private func equal(
        _ a: PredicateValue,
        _ b: PredicateValue,
        _ event: borrowing EventFields,
        _ context: EventContext
    ) -> Bool {
        if a.isNumber { return b.isNumber && PredicateArithmetic.equal(a.value, b.value) }
        if a.isText {
            guard b.isText, a.value.count == b.value.count else { return false }
            return unsafe withBytes(a, event, context) { left in
                unsafe withBytes(b, event, context) { right in
                    if left.count == 0 { return true }
                    return unsafe memcmp(left.baseAddress!, right.baseAddress!, left.count) == 0
                }
            }
        }
        if a.isNothing { return b.isNothing }
        return a.value.kind == .boolean && b.value.kind == .boolean && a.value.bits == b.value.bits
    }

    /// Bytes in unsigned order, like Lua in the "C" locale.
    private func order(
        _ a: PredicateValue,
        _ b: PredicateValue,
        _ event: borrowing EventFields,
        _ context: EventContext
    ) -> Int {
        unsafe withBytes(a, event, context) { left in
            unsafe withBytes(b, event, context) { right in
                for index in 0..<min(left.count, right.count)
                where unsafe left[index] != right[index] {
                    return unsafe left[index] < right[index] ? -1 : 1
                }
                return left.count < right.count ? -1 : left.count > right.count ? 1 : 0
            }
        }
    }

    private func startsWith(
        _ a: PredicateValue,
        _ b: PredicateValue,
        _ event: borrowing EventFields,
        _ context: EventContext
    ) -> Bool {
        unsafe withBytes(a, event, context) { text in
            unsafe withBytes(b, event, context) { prefix in
                guard prefix.count <= text.count else { return false }
                for index in 0..<prefix.count where unsafe text[index] != prefix[index] {
                    return false
                }
                return true
            }
        }
    }

    @inline(__always)
    private func withBytes<R>(
        _ value: PredicateValue,
        _ event: borrowing EventFields,
        _ context: EventContext,
        _ body: (UnsafeRawBufferPointer) -> R
    ) -> R {
        switch value.origin {
        case .event: return unsafe event.withText(value.value, body)
        case .equipment: return unsafe body(context.equipmentName)
        case .literal:
            let range = Int(value.value.offset)..<Int(value.value.offset) + Int(value.value.count)
            return unsafe literals.withBytes {
                unsafe body(UnsafeRawBufferPointer(rebasing: $0[range]))
            }
        }
    }
}
