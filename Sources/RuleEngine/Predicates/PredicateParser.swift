/// Something wrong in a `when` text, with its place inside that text.
struct PredicateError: Error, Equatable {
    var severity = RuleDiagnostic.Severity.error
    var code: String
    var message: String
    var at: Int
    var length: Int
}

/// Reads the strict subset of Lua expressions that `when` may use, with Lua's own precedence.
struct PredicateParser {
    private let tokens: [LuaToken]
    private var index = 0
    private var depth = 0

    /// The tree of a text, or what is wrong with it.
    static func parse(_ text: String) throws(PredicateError) -> Predicate {
        let tokens: [LuaToken]
        do {
            tokens = try LuaLexer.tokens(Array(text.utf8), allowsComments: false)
        } catch {
            throw PredicateError(
                code: "E201",
                message: error.message,
                at: error.at,
                length: error.length
            )
        }
        guard tokens.count <= 2_000 else {
            throw PredicateError(
                code: "E201",
                message: "this condition is longer than 2,000 words",
                at: 0,
                length: 1
            )
        }
        var parser = PredicateParser(tokens: tokens)
        let tree = try parser.alternatives()
        guard parser.current.kind == .end else { throw parser.unexpected("an operator or the end") }
        return tree
    }

    private init(tokens: [LuaToken]) { self.tokens = tokens }

    private var current: LuaToken { tokens[index] }

    private func unexpected(_ expected: String) -> PredicateError {
        let word = current
        if word.kind == .end {
            return PredicateError(
                code: "E201",
                message: "the condition ends where \(expected) is expected",
                at: max(0, word.start - 1),
                length: 1
            )
        }
        let hints = [
            "=": "; write '==' to compare", "..": "; texts cannot be joined here",
            "%": "; '%' is not part of 'when'",
            "//": "; '//' is not part of 'when'", "^": "; '^' is not part of 'when'",
            "#": "; write len(x)",
        ]
        var hint = ""
        if case .symbol(let symbol) = word.kind { hint = hints[symbol] ?? "" }
        return PredicateError(
            code: "E201",
            message: "\(expected) is expected here\(hint)",
            at: word.start,
            length: word.end - word.start
        )
    }

    private mutating func take(_ word: String) -> Bool {
        guard current.is(word) else { return false }
        index += 1
        return true
    }

    private mutating func alternatives() throws(PredicateError) -> Predicate {
        depth += 1
        defer { depth -= 1 }
        guard depth < 60 else { throw unexpected("less nesting (at most 60 levels)") }
        var left = try conjunction()
        while take("or") { left = .or(left, try conjunction()) }
        return left
    }

    private mutating func conjunction() throws(PredicateError) -> Predicate {
        var left = try comparison()
        while take("and") { left = .and(left, try comparison()) }
        return left
    }

    private mutating func binary(
        _ words: [String],
        _ operand: (inout PredicateParser) throws(PredicateError) -> Predicate
    ) throws(PredicateError) -> Predicate {
        var left = try operand(&self)
        while let word = words.first(where: { current.is($0) }) {
            let at = current.start
            index += 1
            left = .binary(PredicateOperator(rawValue: word)!, left, try operand(&self), at: at)
        }
        return left
    }

    private mutating func comparison() throws(PredicateError) -> Predicate {
        try binary(["==", "~=", "<", "<=", ">", ">="]) { (parser) throws(PredicateError) in
            try parser.sum()
        }
    }

    private mutating func sum() throws(PredicateError) -> Predicate {
        try binary(["+", "-"]) { (parser) throws(PredicateError) in try parser.product() }
    }

    private mutating func product() throws(PredicateError) -> Predicate {
        try binary(["*", "/"]) { (parser) throws(PredicateError) in try parser.unary() }
    }

    private mutating func unary() throws(PredicateError) -> Predicate {
        depth += 1
        defer { depth -= 1 }
        guard depth < 60 else { throw unexpected("less nesting (at most 60 levels)") }
        let at = current.start
        if take("not") { return .not(try unary()) }
        if take("-") { return .negate(try unary(), at: at) }
        return try primary()
    }

    private mutating func primary() throws(PredicateError) -> Predicate {
        let word = current
        switch word.kind {
        case .integer(let value): index += 1; return .integer(value)
        case .number(let value): index += 1; return .number(value)
        case .text(let value): index += 1; return .text(value)
        case .symbol("("):
            index += 1
            let inner = try alternatives()
            guard take(")") else { throw unexpected("')'") }
            return inner
        case .name(let name): return try named(name, word)
        default: throw unexpected("a field, a number or a text")
        }
    }

    private mutating func named(_ name: String, _ word: LuaToken) throws(PredicateError)
        -> Predicate
    {
        let reserved = [
            "and", "or", "not", "then", "end", "if", "function", "return", "do", "while", "for",
            "in", "local", "else", "elseif", "repeat", "until", "break", "goto",
        ]
        if reserved.contains(name) { throw unexpected("a field, a number or a text") }
        index += 1
        switch name {
        case "true": return .boolean(true)
        case "false": return .boolean(false)
        case "nil": return .nothing
        case "params": return try parameter(word)
        default: break
        }
        if current.is(".") {
            let hint = NearestName.hint(name, among: ["params"])
            throw PredicateError(
                code: "E201",
                message: "only params has names after a dot\(hint)",
                at: word.start,
                length: word.end - word.start
            )
        }
        guard current.is("(") else { return .field(name, at: word.start) }
        guard let function = PredicateFunction(rawValue: name) else {
            let known = PredicateFunction.allCases.map(\.rawValue)
            throw PredicateError(
                code: "E202",
                message: "unknown function '\(name)'\(NearestName.hint(name, among: known))",
                at: word.start,
                length: word.end - word.start
            )
        }
        return try call(function, word)
    }

    private mutating func parameter(_ word: LuaToken) throws(PredicateError) -> Predicate {
        guard take("."), let name = current.name else {
            throw unexpected("'.' and the name of a parameter")
        }
        index += 1
        return .parameter(name, at: word.start)
    }

    private mutating func call(
        _ function: PredicateFunction,
        _ word: LuaToken
    ) throws(PredicateError) -> Predicate {
        index += 1
        var arguments: [Predicate] = []
        if !current.is(")") {
            repeat { arguments.append(try alternatives()) } while take(",")
        }
        guard take(")") else { throw unexpected("',' or ')'") }
        let counts = function.argumentCounts
        guard counts.contains(arguments.count) else {
            let wanted =
                counts.lowerBound == counts.upperBound
                ? "\(counts.lowerBound)" : "\(counts.lowerBound) to \(counts.upperBound)"
            throw PredicateError(
                code: "E204",
                message: "\(function.rawValue)() takes \(wanted) arguments, not \(arguments.count)",
                at: word.start,
                length: word.end - word.start
            )
        }
        return .call(function, arguments, at: word.start)
    }
}
