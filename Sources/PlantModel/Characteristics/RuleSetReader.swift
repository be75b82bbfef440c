import ProcessControl

/// Reads which run rules a chart applies: a published set, none, or a list of Nelson's numbers.
enum RuleSetReader {
    static func rules(_ field: YAMLField) -> RunRuleSet {
        if field.scalar == "none" { return RunRuleSet([]) }
        if let name = field.scalar, let set = RunRuleSet(named: name) { return set }
        guard field.isSequence else {
            let names = RunRuleSet.named.map(\.name).joined(separator: ", ")
            field.reject(
                expected: "a list of rules such as [1, 2, 5], none, or one of \(names)"
            )
            return RunRuleSet([])
        }
        let numbers = (field.list(of: "rules") ?? []).compactMap { $0.integer(1...8, "a rule") }
        return RunRuleSet(RunRules(rawValue: numbers.reduce(0) { $0 | (1 << UInt16($1 - 1)) }))
    }
}
