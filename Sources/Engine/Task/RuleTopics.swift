import Records
import RuleEngine

/// Which topics the rules of a task listen to, and where the fields of computed events go.
struct RuleTopics {
    /// A computed topic that rules listen to.
    struct Derived {
        /// The rule engine's number of the topic.
        var index: Int
        /// Which field goes into which slot.
        var plan: FieldPlan
    }

    /// The rule engine's numbers of the inputs; nil when no rule listens.
    private(set) var states: Int?
    private(set) var counts: Int?
    private(set) var measurements: Int?
    private(set) var inspections: Int?
    /// Computed topics; nil when no rule listens.
    private(set) var points: Derived?
    private(set) var signals: Derived?
    private(set) var windows: Derived?
    private(set) var anomalies: Derived?

    /// Field plans of every topic that rules can listen to.
    static func plans(_ rules: RuleSet) -> [String: FieldPlan] {
        var plans: [String: FieldPlan] = [:]
        for role in InputRole.allCases {
            plans[role.contract] = FieldPlan(
                names: role.fieldNames + rules.fieldsUsed(topic: role.contract)
            )
        }
        for topic in [OutputTopic.spcPoints, .spcSignals, .kpiOEE, .anomalyDetections] {
            plans[topic.name] = FieldPlan(
                names: ["equipment", "time"] + rules.fieldsUsed(topic: topic.name)
            )
        }
        return plans
    }

    /// Which topics the rules of a runner listen to.
    init(
        _ runner: borrowing RuleRunner,
        _ plans: [String: FieldPlan],
        _ stages: EngineStages
    ) {
        guard stages.contains(.rules) else { return }
        states = Self.index(of: InputRole.states.contract, runner)
        counts = Self.index(of: InputRole.counts.contract, runner)
        measurements = Self.index(of: InputRole.measurements.contract, runner)
        inspections = Self.index(of: InputRole.inspections.contract, runner)
        points = Self.derived(.spcPoints, runner, plans)
        signals = Self.derived(.spcSignals, runner, plans)
        windows = Self.derived(.kpiOEE, runner, plans)
        anomalies = Self.derived(.anomalyDetections, runner, plans)
    }

    private static func index(of topic: String, _ runner: borrowing RuleRunner) -> Int? {
        guard let index = runner.topicIndex(topic), runner.hasRules(topic: index) else {
            return nil
        }
        return index
    }

    private static func derived(
        _ topic: OutputTopic,
        _ runner: borrowing RuleRunner,
        _ plans: [String: FieldPlan]
    ) -> Derived? {
        guard let index = index(of: topic.name, runner), let plan = plans[topic.name] else {
            return nil
        }
        return Derived(index: index, plan: plan)
    }
}
