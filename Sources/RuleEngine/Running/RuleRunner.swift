import Records

/// Runs a set of rules for one task: conditions, alert states, timers and Lua functions.
///
/// A deterministic machine: its outputs are a function of the calls it gets, in their order. It reads
/// a clock only to end a function that runs away, and for one event in many to say what rules cost. One thread at a time; make one per task.
///
/// Cost of an event that no rule matches: one look-up per indexed field and a few steps for every
/// rule
/// without an indexed term; nothing is allocated.
public struct RuleRunner: ~Copyable {
    struct Topic {
        var name: String
        var plan: FieldPlan
        var index = RuleIndex()
        /// Rules indexed by a part of their condition that have open keys: every event may clear
        /// them.
        var openRules: [Int32] = []
    }

    /// The set that runs.
    public internal(set) var set: RuleSet
    /// The limits it runs under.
    public let limits: RuleLimits
    var topics: [Topic] = []
    var bindings: [RuleBinding] = []
    var predicates = PredicateTable()
    var keys: KeyTable
    var timers: [TimerHeap] = []
    var programs: [RuleProgram?]
    /// What rules left open that a restored snapshot knew and this set does not.
    var orphans: [OrphanedRule] = []
    private var eventNumber: UInt64 = 0
    var timing: RuleTiming
    /// What a snapshot under way has still to write of the keys.
    var capture: StateCapture?
    /// Keys that made room or were forgotten since the runner was made.
    public internal(set) var evictedKeyCount = 0

    /// A runner for a set; `plans` says which field sits in which slot of the events of each topic.
    /// Rules of topics without a plan never run, and neither do rules that are off.
    public init(set: RuleSet, plans: [String: FieldPlan], limits: RuleLimits = RuleLimits()) {
        self.set = set
        self.limits = limits
        keys = KeyTable(ruleCount: set.rules.count)
        programs = Array(repeating: nil, count: set.rules.count)
        timing = RuleTiming(ruleCount: set.rules.count)
        for name in plans.keys.sorted() { topics.append(Topic(name: name, plan: plans[name]!)) }
        for (index, rule) in set.rules.enumerated() { bind(rule, index) }
    }

    /// The number of a topic for `evaluate`, or nil when it has no plan.
    public func topicIndex(_ name: String) -> Int? { topics.firstIndex { $0.name == name } }

    /// Whether any rule listens to a topic.
    public func hasRules(topic: Int) -> Bool { bindings.contains { $0.topic == topic } }

    private mutating func bind(_ rule: RuleDefinition, _ index: Int) {
        let topic = rule.mode == .off ? nil : topicIndex(rule.topic)
        let plan = topic.map { topics[$0].plan } ?? FieldPlan(names: [])
        func slots(_ names: [String]) -> [Int] { names.map { RuleBinding.Source.slot($0, plan) } }
        var binding = RuleBinding(
            topic: topic ?? -1,
            keySlots: slots(rule.keyFields),
            evidenceSlots: slots(rule.evidenceFields),
            titleSlots: slots(rule.title.fields),
            seed: StableHash.fnv1a(rule.id),
            watchesAll: rule.missing != nil || rule.resets != nil || rule.flap != nil,
            isIndexedByCondition: false,
            suppressed: rule.suppressedStates.map { Array($0.utf8) }
        )
        if let topic {
            binding.when = rule.when.map { predicates.append($0.program, plan: plan) }
            binding.clears = rule.clears.map { predicates.append($0.program, plan: plan) }
            binding.resets = rule.resets.map { predicates.append($0.program, plan: plan) }
            binding.scope = rule.scope.map { predicates.append($0.program, plan: plan) }
            topics[topic].index.add(rule: index, term: rule.indexTerm, plan: plan)
            binding.isIndexedByCondition = rule.indexTerm.map { !$0.isSubject } ?? false
        }
        bindings.append(binding)
    }

    // MARK: Events

    /// Evaluates the rules of a topic for one event and appends what they produce.
    public mutating func evaluate(
        topic: Int,
        event: borrowing EventFields,
        context: EventContext,
        outputs: inout RuleOutputs
    ) {
        eventNumber += 1
        guard !timing.isSampled(eventNumber) else {
            return evaluateTimed(topic, event, context, &outputs)
        }
        for position in 0..<topics[topic].index.always.count {
            evaluate(rule: Int(topics[topic].index.always[position]), event, context, &outputs)
        }
        for field in 0..<topics[topic].index.fieldCount {
            guard let bucket = topics[topic].index.bucket(field, event) else { continue }
            for position in 0..<topics[topic].index.ruleCount(field, bucket) {
                let rule = topics[topic].index.rule(field, bucket, position)
                evaluate(rule: rule, event, context, &outputs)
            }
        }
        guard !topics[topic].openRules.isEmpty else { return }
        // A copy: clearing an alert takes its rule off the list.
        for rule in topics[topic].openRules { evaluate(rule: Int(rule), event, context, &outputs) }
    }

    /// As above, with a look at the clock around each rule.
    private mutating func evaluateTimed(
        _ topic: Int,
        _ event: borrowing EventFields,
        _ context: EventContext,
        _ outputs: inout RuleOutputs
    ) {
        var rules = topics[topic].index.rules(event)
        rules += topics[topic].openRules
        for rule in rules {
            let start = timing.start()
            evaluate(rule: Int(rule), event, context, &outputs)
            timing.add(Int(rule), since: start)
        }
    }

    private mutating func evaluate(
        rule: Int,
        _ event: borrowing EventFields,
        _ context: EventContext,
        _ outputs: inout RuleOutputs
    ) {
        // A rule with open keys may be found twice.
        guard bindings[rule].lastEventNumber != eventNumber else { return }
        bindings[rule].lastEventNumber = eventNumber
        bindings[rule].counters.evaluations += 1
        var isMatch = false
        var isFailed = false
        if let when = bindings[rule].when {
            switch predicates.evaluate(when, event: event, context: context) {
            case .yes:
                isMatch = true
                bindings[rule].counters.matches += 1
            case .no: break
            case .failed:
                isFailed = true
                bindings[rule].counters.conditionErrors += 1
            }
        }
        guard isMatch || bindings[rule].openCount > 0 || bindings[rule].watchesAll else { return }
        handle(rule: rule, isMatch: isMatch, isFailed: isFailed, event, context, &outputs)
    }

    // MARK: Counting

    /// What all rules did so far.
    public var counters: RuleCounters {
        var sum = RuleCounters()
        for binding in bindings { sum += binding.counters }
        return sum
    }

    /// What one rule did so far, or nil when there is no such rule.
    public func counters(rule id: String) -> RuleCounters? {
        set.rules.firstIndex { $0.id == id }.map { bindings[$0].counters }
    }

    /// How many keys all rules have, out of `limits.keyCountPerRule` for each.
    public var keyCount: Int { keys.count }
    /// How many alerts are open now, those included that are kept quiet.
    public var openAlertCount: Int {
        (0..<keys.slots.count).reduce(0) {
            $0 + (keys[$1].main.mark != .none ? 1 : 0) + (keys[$1].missing.mark != .none ? 1 : 0)
        }
    }
    /// Identities of the rules in quarantine.
    public var quarantinedRules: [String] {
        bindings.indices.filter { bindings[$0].quarantine.isLocked }.map { set.rules[$0].id }
    }
}
