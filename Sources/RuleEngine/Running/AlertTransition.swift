import Records

/// A named value: a key field, a piece of evidence, a field of an action.
public struct NamedValue: Sendable, Equatable {
    /// The name; nested names are joined with dots.
    public var name: String
    /// The value.
    public var value: RuleValue

    /// A name and its value.
    public init(_ name: String, _ value: RuleValue) {
        self.name = name
        self.value = value
    }
}

/// One change of an alert: what is published on `alerts`.
public struct AlertTransition: Sendable, Equatable {
    /// Identity of the alert: a hash of rule and key, the same after restarts and new versions.
    public var alert: UInt64
    /// How often it has been raised, from 1.
    public var episode: UInt32
    /// The rule.
    public var rule: String
    /// Hash of the rule's text, sixteen hexadecimal digits.
    public var ruleVersion: String
    /// Hash of the whole set, sixteen hexadecimal digits.
    public var setHash: String
    /// The state after this transition.
    public var state: AlertState
    /// The state before it.
    public var previous: AlertState
    /// How urgent.
    public var severity: RuleSeverity
    /// The title, with its fields filled in.
    public var title: String
    /// Who owns the rule; may be empty.
    public var owner: String
    /// Where to read what to do; may be empty.
    public var runbook: String
    /// The key, field by field.
    public var key: [NamedValue]
    /// Name of the equipment.
    public var equipment: String
    /// The engine's index of the equipment.
    public var equipmentIndex: Int
    /// Event time of the transition.
    public var time: EventTime
    /// Event time of the raise that began the episode.
    public var raisedAt: EventTime
    /// When it was acknowledged in this episode; nil before.
    public var acknowledgedAt: EventTime?
    /// By whom it was acknowledged; empty before.
    public var acknowledgedBy: String
    /// Why: `condition`, `cleared`, `missing`, `returned`, `repeat`, `escalated`, `severity`, `quiet`,
    /// `acknowledged by …`, `closed by …`, `evicted`, `quarantine`, `released`, `suppressed`,
    /// `unsuppressed`, `shelved by …`, `unshelved by …`, `unshelved`, `out_of_service by …`,
    /// `in_service by …`, `reset by …`, `re-alarm`, `flapping`, `steady`, `rule-changed`,
    /// `rule-removed`.
    public var reason: String
    /// Who did what, when a person caused it.
    public var audit: AlertAudit?
    /// Share of changes among the last checks while the alert flaps, in percent; nil while it does not.
    public var flappingPercent: Double?
    /// Values of the fields that the condition looks at, then characteristic, value, lot and
    /// product where the event has them, then the detail of `act.alert`.
    public var evidence: [NamedValue]
    /// The parameters of the rule.
    public var parameters: [NamedValue]
    /// The conditions with what every part of them was, line by line; empty when that is not known.
    public var conditions: String
    /// Records that led to the present state: the first, and then the newest, sixteen at most.
    public var sources: [SourcePosition]
    /// The input record that caused it, or the last one seen before a timer did.
    public var source: SourcePosition

    /// The value of a key field or a piece of evidence, or nil when there is none of that name.
    public func value(_ name: String) -> RuleValue? {
        key.first { $0.name == name }?.value ?? evidence.first { $0.name == name }?.value
    }
}

/// What a rule wants changed on the floor.
public struct DispatchChange: Sendable, Equatable {
    /// `hold`, `release`, `reroute`, `reprioritise` or `stop`.
    public var change: String
    /// The rule.
    public var rule: String
    /// Hash of the rule's text, sixteen hexadecimal digits.
    public var ruleVersion: String
    /// The alert of the same rule and key.
    public var alert: UInt64
    /// Name of the equipment.
    public var equipment: String
    /// The engine's index of the equipment.
    public var equipmentIndex: Int
    /// Event time.
    public var time: EventTime
    /// The lot it concerns; empty when it concerns the equipment.
    public var lot: String
    /// Why, in the words of the rule.
    public var reason: String
    /// Where the lot comes from; empty when not said.
    public var from: String
    /// Which group of machines it should go to; empty when not said.
    public var toGroup: String
    /// By how much the priority changes; nil when not said.
    public var by: Double?
    /// The new value; empty when not said.
    public var new: String
    /// The key, field by field.
    public var key: [NamedValue]
    /// The input record that caused it.
    public var source: SourcePosition
}

/// A line that a rule wrote with `act.log`.
public struct RuleLogLine: Sendable, Equatable {
    /// The rule.
    public var rule: String
    /// What it wrote, at most 256 bytes.
    public var text: String
    /// Event time.
    public var time: EventTime
}

/// One thing that a rule produced.
public enum RuleOutput: Sendable, Equatable {
    /// An alert changed.
    case alert(AlertTransition)
    /// Something should change on the floor.
    case dispatch(DispatchChange)
    /// A line for the log; not published.
    case log(RuleLogLine)
}

/// What rules produced, in order; the engine takes it and calls `removeAll`.
public struct RuleOutputs: Sendable {
    /// To be published.
    public var items: [RuleOutput] = []
    /// Of rules in shadow mode: to be reported, never published.
    public var shadow: [RuleOutput] = []

    /// Nothing yet.
    public init() {}

    /// Whether there is nothing at all.
    public var isEmpty: Bool { items.isEmpty && shadow.isEmpty }

    /// Forgets everything, keeps the memory.
    public mutating func removeAll() {
        items.removeAll(keepingCapacity: true)
        shadow.removeAll(keepingCapacity: true)
    }

    /// The alerts that are to be published.
    public var alerts: [AlertTransition] {
        items.compactMap { if case .alert(let alert) = $0 { alert } else { nil } }
    }

    /// The dispatch changes that are to be published.
    public var dispatches: [DispatchChange] {
        items.compactMap { if case .dispatch(let change) = $0 { change } else { nil } }
    }
}
