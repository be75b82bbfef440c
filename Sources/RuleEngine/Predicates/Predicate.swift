/// A parsed `when`, `clears` or `resets`: a tree over fields, parameters and constants.
indirect enum Predicate: Sendable, Equatable {
    case field(String, at: Int)
    case parameter(String, at: Int)
    case nothing
    case boolean(Bool)
    case integer(Int64)
    case number(Double)
    case text(String)
    case negate(Predicate, at: Int)
    case not(Predicate)
    case binary(PredicateOperator, Predicate, Predicate, at: Int)
    case and(Predicate, Predicate)
    case or(Predicate, Predicate)
    case call(PredicateFunction, [Predicate], at: Int)

    /// Every field that is named, in the order of the text, once.
    var fields: [(name: String, at: Int)] {
        var found: [(name: String, at: Int)] = []
        visit { node in
            if case .field(let name, let at) = node, !found.contains(where: { $0.name == name }) {
                found.append((name, at))
            }
        }
        return found
    }

    /// Every parameter that is named, in the order of the text.
    var parameters: [(name: String, at: Int)] {
        var found: [(name: String, at: Int)] = []
        visit { node in
            if case .parameter(let name, let at) = node { found.append((name, at)) }
        }
        return found
    }

    func visit(_ body: (Predicate) -> Void) {
        body(self)
        switch self {
        case .negate(let inner, _), .not(let inner): inner.visit(body)
        case .binary(_, let left, let right, _), .and(let left, let right),
            .or(let left, let right):
            left.visit(body)
            right.visit(body)
        case .call(_, let arguments, _): for argument in arguments { argument.visit(body) }
        default: break
        }
    }

    /// The terms that must all hold.
    var conjuncts: [Predicate] {
        if case .and(let left, let right) = self { return left.conjuncts + right.conjuncts }
        return [self]
    }

    /// The terms of which one must hold.
    var disjuncts: [Predicate] {
        if case .or(let left, let right) = self { return left.disjuncts + right.disjuncts }
        return [self]
    }

    /// The field and the text of a term `field == "text"`.
    var textEquality: (field: String, text: String)? {
        guard case .binary(.equal, let left, let right, _) = self else { return nil }
        switch (left, right) {
        case (.field(let field, _), .text(let text)), (.text(let text), .field(let field, _)):
            return (field, text)
        default: return nil
        }
    }
}

/// The operators between two values.
enum PredicateOperator: String, Sendable {
    case equal = "=="
    case notEqual = "~="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"

    var isArithmetic: Bool {
        switch self {
        case .add, .subtract, .multiply, .divide: true
        default: false
        }
    }
}

/// The functions of `when`.
enum PredicateFunction: String, Sendable, CaseIterable {
    case abs, min, max, len
    case startsWith = "starts_with"
    case oneOf = "one_of"

    /// How many arguments it takes.
    var argumentCounts: ClosedRange<Int> {
        switch self {
        case .abs, .len: 1...1
        case .startsWith: 2...2
        case .min, .max: 1...16
        case .oneOf: 2...64
        }
    }
}
