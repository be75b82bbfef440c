/// One rule of a set: its head as values, its conditions compiled.
struct RuleDefinition: Sendable {
    typealias Mode = RuleMode

    struct Missing: Sendable {
        var afterNanoseconds: Int64
        var severity: RuleSeverity
    }

    struct Escalation: Sendable {
        var afterNanoseconds: Int64
        var severity: RuleSeverity
    }

    /// A term `field == "text"` that every event of interest fulfils.
    struct Term: Sendable, Equatable {
        var field: String
        var text: String
        var isSubject: Bool { FieldCatalogue.subjectFields.contains(field) }
    }

    struct Condition: Sendable {
        var text: String
        var tree: Predicate
        var program: PredicateProgram
    }

    var id = ""
    var file = ""
    var line = 0
    /// Position among the declarations of its file, and of its file among the sources.
    var declarationIndex = 0
    var sourceIndex = 0
    /// Hash of everything that the rule may depend on; changes whenever it may behave differently.
    var version = ""
    /// The same without parameters and mode: rules of one kin understand each other's memory.
    var kin = ""

    var title = TitleTemplate(parts: [])
    var owner = ""
    var runbook = ""
    var topic = ""
    var keyFields: [String] = []
    var parameters: [(name: String, value: RuleValue)] = []
    var when: Condition?
    var clears: Condition?
    var resets: Condition?
    /// Terms on subject fields: an event that fails one says nothing about this rule.
    var scope: Condition?
    var holdNanoseconds: Int64 = 0
    var clearHoldNanoseconds: Int64 = 0
    var clearAfterNanoseconds: Int64 = 0
    var repeatAfterNanoseconds: Int64 = 0
    /// After how long an acknowledged alert that still holds is announced again; 0 for never.
    var realarmNanoseconds: Int64 = 0
    /// Whether somebody has to acknowledge an alert before it can end.
    var needsAcknowledgement = false
    /// Whether an alert stays until somebody resets it.
    var isLatching = false
    /// When an alert counts as flapping; nil when nobody looks.
    var flap: AlertFlap?
    var severity = RuleSeverity.medium
    var suppressedStates: [String] = []
    var missing: Missing?
    var escalation: Escalation?
    var cells: [(name: String, initial: StateCell)] = []
    var rights: Set<RuleAction> = []
    var hasFunction = false
    var mode = Mode.live
    /// What its file says, whatever mode lies over it.
    var writtenMode = Mode.live
    var budget = LuaBudget()
    var emitCountLimit = 16
    var approvedBy: [String] = []

    var evidenceFields: [String] = []
    /// Every event field it may look at, in alphabetical order.
    var fieldsUsed: [String] = []
    /// The term the index uses, if any.
    var indexTerm: Term?
}
