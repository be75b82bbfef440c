import Records

/// The states of an alert that are published.
public enum AlertState: UInt8, Sendable, BitwiseCopyable {
    /// The condition does not hold, or not any more.
    case normal
    /// It holds, but not yet for long enough. Not published.
    case pending
    /// It holds, and nobody has acknowledged it.
    case active
    /// It holds, and somebody has acknowledged it.
    case acknowledged
    /// It held; published once when the alert ends.
    case cleared
    /// Somebody ended it; published once.
    case closed

    /// The word on topics.
    public var text: String { String(describing: self) }
}

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
    /// Who owns the rule, and where to read what to do; may be empty.
    public var owner: String
    public var runbook: String
    /// The key, field by field.
    public var key: [NamedValue]
    /// Name of the equipment, and the engine's index of it.
    public var equipment: String
    public var equipmentIndex: Int
    /// Event time of the transition, and of the raise that began the episode.
    public var time: EventTime
    public var raisedAt: EventTime
    /// When and by whom it was acknowledged in this episode; nil and empty before.
    public var acknowledgedAt: EventTime?
    public var acknowledgedBy: String
    /// Why: `condition`, `cleared`, `missing`, `returned`, `repeat`, `escalated`, `severity`,
    /// `quiet`,
    /// `acknowledged by …`, `closed by …`, `evicted`, `quarantine`, `released`.
    public var reason: String
    /// Values of the fields that the condition looks at, then characteristic, value, lot and
    /// product where
    /// the event has them, then the detail of `act.alert`.
    public var evidence: [NamedValue]
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
    /// The rule, its version, and the alert of the same rule and key.
    public var rule: String
    public var ruleVersion: String
    public var alert: UInt64
    /// Name of the equipment, and the engine's index of it.
    public var equipment: String
    public var equipmentIndex: Int
    /// Event time.
    public var time: EventTime
    /// The lot it concerns; empty when it concerns the equipment.
    public var lot: String
    /// Why, in the words of the rule.
    public var reason: String
    /// Where the lot comes from and which group it should go to.
    public var from: String
    public var toGroup: String
    /// By how much the priority changes, or the new value.
    public var by: Double?
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
