/// Checks a parsed condition against the fields of its topic: names, parameters and types.
struct PredicateChecker {
    enum ValueType: String {
        case any = "a value"
        case number = "a number"
        case text = "a text"
        case boolean = "a truth value"
        case list = "a list"
        case nothing = "nil"
    }

    let topic: String
    let fields: [String: FieldCatalogue.Field]
    let parameters: [String: RuleValue]
    /// Units of the parameters that say one.
    var parameterUnits: [String: String] = [:]
    /// The unit of `value`, when the condition demands `unit == "…"`.
    private var valueUnit: String?
    private(set) var errors: [PredicateError] = []

    init(topic: String, fields: [String: FieldCatalogue.Field], parameters: [String: RuleValue]) {
        self.topic = topic
        self.fields = fields
        self.parameters = parameters
    }

    /// Everything that is wrong with a tree, in the order of the text.
    mutating func check(_ tree: Predicate) -> [PredicateError] {
        errors = []
        valueUnit =
            tree.conjuncts.lazy.compactMap(\.textEquality).first { $0.field == "unit" }?.text
        _ = type(tree)
        return errors.sorted { $0.at < $1.at }
    }

    private mutating func report(_ code: String, _ message: String, at: Int, length: Int) {
        errors.append(PredicateError(code: code, message: message, at: at, length: length))
    }

    private mutating func type(_ tree: Predicate) -> ValueType {
        switch tree {
        case .field(let name, let at): return fieldType(name, at)
        case .parameter(let name, let at): return parameterType(name, at)
        case .nothing: return .nothing
        case .boolean: return .boolean
        case .integer, .number: return .number
        case .text: return .text
        case .not(let inner):
            _ = type(inner)
            return .boolean
        case .negate(let inner, let at):
            require(type(inner), .number, "'-'", at: at, length: 1)
            return .number
        case .and(let left, let right), .or(let left, let right):
            let (a, b) = (type(left), type(right))
            return a == b ? a : .any
        case .binary(let operation, let left, let right, let at):
            return binaryType(operation, left, right, at)
        case .call(let function, let arguments, let at): return callType(function, arguments, at)
        }
    }

    private mutating func fieldType(_ name: String, _ at: Int) -> ValueType {
        if name == "time" { return .number }
        guard let field = fields[name] else {
            let hint = NearestName.hint(name, among: Array(fields.keys))
            report(
                "E203",
                "unknown field '\(name)' of \(topic)\(hint)",
                at: at,
                length: name.utf8.count
            )
            return .any
        }
        switch field.type {
        case .text: return .text
        case .integer, .number: return .number
        case .boolean: return .boolean
        case .numbers: return .list
        case .time, .any: return .any
        }
    }

    private mutating func parameterType(_ name: String, _ at: Int) -> ValueType {
        guard let value = parameters[name] else {
            let hint = NearestName.hint(name, among: Array(parameters.keys))
            report(
                "E206",
                "unknown parameter '\(name)'\(hint)",
                at: at,
                length: name.utf8.count + 7
            )
            return .any
        }
        switch value {
        case .nothing: return .nothing
        case .boolean: return .boolean
        case .integer, .number: return .number
        case .text: return .text
        }
    }

    private mutating func require(
        _ found: ValueType,
        _ wanted: ValueType,
        _ what: String,
        at: Int,
        length: Int
    ) {
        guard found != wanted, found != .any else { return }
        report(
            "E205",
            "\(what) needs \(wanted.rawValue), not \(found.rawValue)",
            at: at,
            length: length
        )
    }

    private mutating func binaryType(
        _ operation: PredicateOperator,
        _ left: Predicate,
        _ right: Predicate,
        _ at: Int
    ) -> ValueType {
        let (a, b) = (type(left), type(right))
        let length = operation.rawValue.utf8.count
        if operation != .multiply, operation != .divide { checkUnits(left, right, at, length) }
        if operation.isArithmetic {
            require(a, .number, "'\(operation.rawValue)'", at: at, length: length)
            require(b, .number, "'\(operation.rawValue)'", at: at, length: length)
            return .number
        }
        let isKnown = a != .any && b != .any && a != .nothing && b != .nothing
        if operation == .equal || operation == .notEqual {
            if isKnown, a != b {
                let answer = operation == .equal ? "false" : "true"
                report(
                    "E207",
                    "comparing \(a.rawValue) with \(b.rawValue) is always \(answer)",
                    at: at,
                    length: length
                )
            }
        } else if (isKnown && a != b) || a == .boolean || b == .boolean || a == .nothing
            || b == .nothing
        {
            report("E205", "\(a.rawValue) and \(b.rawValue) have no order", at: at, length: length)
        }
        return .boolean
    }

    /// What is added or compared must be told in the same unit.
    private mutating func checkUnits(
        _ left: Predicate,
        _ right: Predicate,
        _ at: Int,
        _ length: Int
    ) {
        guard let a = unit(left), let b = unit(right), a != b else { return }
        report(
            "E208",
            "'\(left.text)' is in \(a) and '\(right.text)' in \(b)",
            at: at,
            length: length
        )
    }

    private func unit(_ tree: Predicate) -> String? {
        switch tree {
        case .field("value", _) where valueUnit != nil: return valueUnit
        case .field(let name, _): return fields[name]?.comparableUnit
        case .parameter(let name, _): return parameterUnits[name]
        case .negate(let inner, _): return unit(inner)
        case .binary(let operation, let left, let right, _)
        where operation == .add || operation == .subtract:
            return unit(left) ?? unit(right)
        case .call(let function, let arguments, _)
        where function == .abs || function == .min || function == .max:
            return arguments.lazy.compactMap { unit($0) }.first
        default: return nil
        }
    }

    private mutating func callType(
        _ function: PredicateFunction,
        _ arguments: [Predicate],
        _ at: Int
    ) -> ValueType {
        let name = "\(function.rawValue)()"
        let length = function.rawValue.utf8.count
        let types = arguments.map { type($0) }
        switch function {
        case .abs, .min, .max:
            for found in types { require(found, .number, name, at: at, length: length) }
            return .number
        case .len:
            if types[0] != .list { require(types[0], .text, name, at: at, length: length) }
            return .number
        case .startsWith:
            for found in types { require(found, .text, name, at: at, length: length) }
            return .boolean
        case .oneOf: return .boolean
        }
    }
}
