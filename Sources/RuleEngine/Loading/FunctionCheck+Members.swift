// What a function reaches through the names of its parameters: fields, state, actions.

extension FunctionCheck {
    /// Members that do not exist, and actions without their right.
    func members() -> [RuleDiagnostic] {
        let function = FunctionMembers(tokens: tokens, head: head, isAlone: isAlone)
        return function.actions.compactMap(action) + function.fields.compactMap(field)
            + function.states.compactMap(state)
    }

    private func report(_ code: String, _ message: String, _ token: LuaToken) -> RuleDiagnostic {
        source.diagnostic(.error, code, message, at: token.start, length: token.end - token.start)
    }

    private func action(_ member: FunctionMembers.Member) -> RuleDiagnostic? {
        let known = RuleAction.allCases.map(\.name)
        guard let action = RuleAction(name: member.member) else {
            return report(
                "E304",
                "unknown action '\(member.member)'\(NearestName.hint(member.member, among: known))",
                member.token
            )
        }
        guard action.needsRight, !rule.rights.contains(action) else { return nil }
        return report(
            "E305",
            "'\(action.name)' is used but not declared; add may = { \"\(action.name)\" }",
            member.token
        )
    }

    private func field(_ member: FunctionMembers.Member) -> RuleDiagnostic? {
        guard !fields.isEmpty, fields[member.member] == nil, member.member != "time",
            member.member != "equipment"
        else { return nil }
        let hint = NearestName.hint(member.member, among: Array(fields.keys))
        return report(
            "E203",
            "unknown field '\(member.member)' of \(rule.topic)\(hint)",
            member.token
        )
    }

    private func state(_ member: FunctionMembers.Member) -> RuleDiagnostic? {
        let known = rule.cells.map(\.name)
        // What was declared wrongly has been told already.
        let isDeclared = head?.entries["state.\(member.member)"] != nil
        guard !known.contains(member.member), !isDeclared else { return nil }
        let hint = NearestName.hint(member.member, among: known)
        return report(
            "E306",
            "'\(member.member)' is not in this rule's state\(hint)",
            member.token
        )
    }

    // MARK: Unused

    /// Rights and state that no word of the file mentions beside their declaration.
    func unused() -> [RuleDiagnostic] {
        let rights = rule.rights.map(\.name).sorted().filter { name in
            !tokens.contains { $0.name == name }
        }
        let states = rule.cells.map(\.name).filter { name in
            // Once where it is declared; any other word may be a use.
            tokens.count { $0.name == name || $0.kind == .text(name) } < 2
        }
        return rights.compactMap { name in
            warning("W409", "the right '\(name)' is not used", head?.element("may", name))
        }
            + states.compactMap { name in
                let token = head?.entries["state.\(name)"]?.name
                return warning("W410", "'\(name)' in 'state' is not used", token)
            }
    }

    private func warning(_ code: String, _ message: String, _ token: LuaToken?) -> RuleDiagnostic? {
        guard let token else { return nil }
        let length = token.end - token.start
        return source.diagnostic(.warning, code, message, at: token.start, length: length)
    }
}
