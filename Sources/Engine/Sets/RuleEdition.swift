import Records
import RuleEngine

/// A set of rules with what its tasks need to run it, made once and shared by all of them: which field
/// of which topic goes into which slot, and the scanners that put it there.
final class RuleEdition: Sendable {
    let set: RuleSet
    /// Field plans of every topic that rules can listen to.
    let plans: [String: FieldPlan]
    /// The input topics with the fields that these rules read.
    let inputs: [CompiledInput]

    init(_ set: RuleSet, inputs topics: [InputTopic]) {
        self.set = set
        plans = RuleTopics.plans(set)
        inputs = topics.map { topic in
            CompiledInput(topic: topic, ruleFields: set.fieldsUsed(topic: topic.role.contract))
        }
    }
}
