import RuleEngine

extension [RuleFigures] {
    /// Adds the figures of another task or shard, rule by rule.
    mutating func add(_ others: [RuleFigures]) {
        // Tasks run the same set nearly always, so that the places are the same.
        for (place, other) in others.enumerated() {
            if place < count, self[place].rule == other.rule {
                self[place] += other
            } else if let known = firstIndex(where: { $0.rule == other.rule }) {
                self[known] += other
            } else {
                append(other)
            }
        }
    }
}
