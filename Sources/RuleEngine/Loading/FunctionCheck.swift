/// Checks the function of a rule without calling it: hidden state, unknown names, rights, event
/// fields.
struct FunctionCheck {
    let source: RuleSource
    let rule: RuleDefinition
    let tokens: [LuaToken]
    let fields: [String: FieldCatalogue.Field]
    let head: HeadPositions.Head?
    /// Whether the file declares this rule only.
    let isAlone: Bool

    private static let globals = [
        "assert", "error", "ipairs", "math", "pairs", "pcall", "select", "string", "table",
        "tonumber",
        "tostring", "type",
    ]

    /// Fields of the topic that the file mentions after a dot; the plan must have them.
    var eventFields: [String] {
        FunctionMembers.all(tokens[...]).filter { fields[$0.member] != nil }.map(\.member)
    }

    /// Everything that is wrong with the function.
    func diagnostics(_ interpreter: borrowing LuaInterpreter) -> [RuleDiagnostic] {
        hiddenState(interpreter) + members() + unused()
    }

    // MARK: Hidden state

    private func hiddenState(_ interpreter: borrowing LuaInterpreter) -> [RuleDiagnostic] {
        let codes: [[UInt8]]
        do {
            codes = try interpreter.code(declaration: rule.declarationIndex, field: "fire")
        } catch {
            return [RuleLoader.diagnostic(error, source)]
        }
        var found: [LuaBytecode.Finding] = []
        for code in codes {
            guard let findings = LuaBytecode.findings(in: code) else {
                return [
                    source.diagnostic(
                        "E301",
                        "the function of '\(rule.id)' cannot be checked with this version of Lua",
                        line: rule.line
                    )
                ]
            }
            for finding in findings where !found.contains(finding) { found.append(finding) }
        }
        return found.compactMap(diagnostic)
    }

    private func diagnostic(_ finding: LuaBytecode.Finding) -> RuleDiagnostic? {
        let advice = "what a rule remembers belongs in 'state', or it would be lost at a restart"
        switch finding {
        case .assignsUpvalue(let name, let line):
            return at(
                name,
                line,
                "E302",
                "a rule's function assigns to '\(name)', which lives outside of it; \(advice)"
            )
        case .assignsGlobal(let name, let line):
            return at(
                name,
                line,
                "E302",
                "a rule's function assigns to the global '\(name)'; \(advice), or write 'local \(name)'"
            )
        case .readsGlobal(let name, let line):
            guard !Self.globals.contains(name), !fileGlobals.contains(name) else { return nil }
            return at(
                name,
                line,
                "E303",
                "unknown name '\(name)'\(NearestName.hint(name, among: Self.globals))"
            )
        }
    }

    /// Names that the file itself assigns at its top level.
    private var fileGlobals: Set<String> {
        var names: Set<String> = []
        for (index, token) in tokens.enumerated() {
            guard let name = token.name, index + 1 < tokens.count else { continue }
            if tokens[index + 1].is("=") || (index > 0 && tokens[index - 1].is("function")) {
                names.insert(name)
            }
        }
        return names
    }

    private func at(_ name: String, _ line: Int, _ code: String, _ message: String)
        -> RuleDiagnostic
    {
        for token in tokens where token.name == name && source.place(token.start).line == line {
            return source.diagnostic(
                .error,
                code,
                message,
                at: token.start,
                length: token.end - token.start
            )
        }
        return source.diagnostic(.error, code, message, line: line)
    }
}
