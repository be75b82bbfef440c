import Records

/// A condition with what each part of it was for one event, as lines with ticks and crosses.
struct ConditionTree: ~Copyable {
    private var probe: PredicateProbe
    private let parameters: [String: RuleValue]
    private(set) var lines: [String] = []

    init(plan: FieldPlan, parameters: [String: RuleValue]) {
        probe = PredicateProbe(plan: plan)
        self.parameters = parameters
    }

    /// Adds a condition under a heading; answers whether it holds, or nil where Lua raises an error.
    mutating func add(
        _ heading: String,
        _ tree: Predicate,
        _ event: borrowing EventFields,
        _ context: EventContext
    ) -> Bool? {
        let value = value(tree, event, context)
        lines.append("\(Self.mark(value)) \(heading)")
        part(tree, 1, event, context)
        return value.map(Self.isTrue)
    }

    private static func mark(_ value: RuleValue?) -> String {
        value.map { isTrue($0) ? "✓" : "✗" } ?? "!"
    }

    /// Lua's truth: everything but nil and false.
    private static func isTrue(_ value: RuleValue) -> Bool {
        value != .nothing && value != .boolean(false)
    }

    private mutating func value(
        _ tree: Predicate,
        _ event: borrowing EventFields,
        _ context: EventContext
    ) -> RuleValue? {
        probe.value(tree, parameters: parameters, event: event, context: context)
    }

    private mutating func part(
        _ tree: Predicate,
        _ depth: Int,
        _ event: borrowing EventFields,
        _ context: EventContext
    ) {
        let indent = String(repeating: "  ", count: depth)
        let value = value(tree, event, context)
        switch tree {
        case .and: chain(tree, tree.conjuncts, stopsAt: false, depth, event, context)
        case .or: chain(tree, tree.disjuncts, stopsAt: true, depth, event, context)
        case .not(let inner):
            lines.append("\(indent)\(Self.mark(value)) \(tree.text)")
            part(inner, depth + 1, event, context)
        case .binary(let operation, _, _, _) where !operation.isArithmetic:
            lines.append(
                "\(indent)\(Self.mark(value)) \(tree.text)\(value == nil ? "  fails" : "")"
            )
            for operand in tree.operands { term(operand, depth + 2, event, context) }
        case .call(.oneOf, let arguments, _), .call(.startsWith, let arguments, _):
            lines.append(
                "\(indent)\(Self.mark(value)) \(tree.text)\(value == nil ? "  fails" : "")"
            )
            for operand in arguments { term(operand, depth + 2, event, context) }
        default:  // A value that stands for itself, such as a field that is true or false.
            lines.append("\(indent)\(Self.mark(value)) \(tree.text)  \(Self.shown(value))")
        }
    }

    // Parts behind the one that decided were not looked at, as in Lua.
    private mutating func chain(
        _ tree: Predicate,
        _ terms: [Predicate],
        stopsAt decisive: Bool,
        _ depth: Int,
        _ event: borrowing EventFields,
        _ context: EventContext
    ) {
        let indent = String(repeating: "  ", count: depth)
        let whole = value(tree, event, context)
        lines.append("\(indent)\(Self.mark(whole)) \(decisive ? "one of" : "all of")")
        var isDecided = false
        for term in terms {
            guard !isDecided else {
                lines.append("\(indent)  · \(term.text)  not looked at")
                continue
            }
            part(term, depth + 1, event, context)
            let answer = value(term, event, context)
            isDecided = answer.map { Self.isTrue($0) == decisive } ?? true
        }
    }

    /// What a term is, and below it what it is made of.
    private mutating func term(
        _ tree: Predicate,
        _ depth: Int,
        _ event: borrowing EventFields,
        _ context: EventContext
    ) {
        guard !tree.isConstant else { return }
        let indent = String(repeating: "  ", count: depth)
        let value = value(tree, event, context)
        lines.append("\(indent)\(tree.text)  \(Self.shown(value))")
        for operand in tree.operands { term(operand, depth + 1, event, context) }
    }

    private static func shown(_ value: RuleValue?) -> String {
        switch value {
        case nil: "fails"
        case .nothing?: "nil (the event has no such field)"
        case let value?: RuleTestRun.shown(value)
        }
    }
}

extension Predicate {
    /// What an operator or function works on.
    var operands: [Predicate] {
        switch self {
        case .negate(let inner, _), .not(let inner): [inner]
        case .binary(_, let left, let right, _), .and(let left, let right),
            .or(let left, let right):
            [left, right]
        case .call(_, let arguments, _): arguments
        default: []
        }
    }

    /// Whether it stands in the text as it is.
    var isConstant: Bool {
        switch self {
        case .nothing, .boolean, .integer, .number, .text: true
        default: false
        }
    }
}
