import Records

/// The two alerts a key can have: of its condition, and of its data being missing.
enum AlertLane: UInt8, BitwiseCopyable {
    case main, missing
}

/// What is known of one alert of a key.
///
/// The condition is tracked in `state` whatever keeps the alert quiet; while something does, `state`
/// is `normal` or `active` and nothing of it is announced.
struct AlertRecord: BitwiseCopyable {
    /// Whether the topic knows of an episode that has not ended.
    enum Episode: UInt8, BitwiseCopyable {
        case none, open
        /// It was open when the alert was quieted, and the condition has been gone since.
        case over
    }

    var state = AlertState.normal
    var severity = RuleSeverity.medium
    /// The condition of `when` holds, and has not held for long enough yet.
    var isPending = false
    var isClearing = false
    /// Its machine is in a state that suppresses it, and the topic says so.
    var isSuppressed = false
    var isShelved = false
    var isOneShot = false
    var isOutOfService = false
    var mark = Episode.none
    var episode: UInt32 = 0
    var raisedAt: Int64 = 0
    var clearingSince: Int64 = 0
    var acknowledgedAt = KeySlot.unarmed

    /// Whether the condition holds and has held for long enough, announced or not.
    var isRaised: Bool { state.isRaised }
    /// Whether the newest word about it on the topic is one that another one has to end.
    var isOpen: Bool { mark != .none || isShelved || isOutOfService || isSuppressed }
    /// Forgets the episode that is over.
    mutating func reset() {
        let (episode, isPending) = (episode, isPending)
        self = AlertRecord()
        self.episode = episode
        self.isPending = isPending
    }

    /// Whether there is nothing to it: no condition, nothing told, nothing asked.
    var isQuiet: Bool { state == .normal && !isPending && !isOpen }
    /// Whether an operator keeps it quiet.
    var isHeld: Bool { isShelved || isOutOfService }
}

/// The fixed-size part of what is kept for one key of one rule.
struct KeySlot {
    static let unarmed = Int64.max
    /// The alert for missing data has its own identity, computed from that of the condition.
    static let missingMark: UInt64 = 0x6d69_7373_696e_6721

    var rule: Int32 = -1
    var equipment: Int32 = 0
    var alert: UInt64 = 0
    /// Neighbours in the order of use among the keys of the rule; -1 at the ends.
    var newer: Int32 = -1
    var older: Int32 = -1
    /// Neighbours among the keys of the equipment; -1 at the ends.
    var nextOfEquipment: Int32 = -1
    var previousOfEquipment: Int32 = -1
    /// Number of its last use among all uses of keys.
    var use: UInt64 = 0
    var isUsed = false
    var isSuppressed = false
    /// Event time of the newest event, and of the newest one that matched.
    var lastEvent = Int64.min
    var lastMatch = Int64.min
    var pendingSince: Int64 = 0
    var main = AlertRecord()
    var missing = AlertRecord()
    var source = SourcePosition(topic: 0, partition: 0, offset: 0)
    /// When each kind of timer is due, by `TimerKind`.
    var due = InlineArray<16, Int64>(repeating: KeySlot.unarmed)

    /// The bits of `AlertFlap`: whether the alert was raised at its last checks, the newest lowest.
    var flapBits: UInt32 = 0
    var isFlapping = false
    /// No timer is due before it; may be too early.
    var earliestDue = KeySlot.unarmed

    /// Whether events that do not match must look at this key.
    var isOpen: Bool { main.isRaised || main.isPending || missing.isRaised }
    /// Whether the topic says something about it that has to be ended.
    var isTold: Bool { main.isOpen || missing.isOpen }

    /// Whether one of its alerts is kept quiet, by the state of the machine or by an operator.
    func isQuiet(_ lane: AlertLane) -> Bool { isSuppressed || self[lane].isHeld }

    /// The state of one of its alerts as the topic tells it.
    func standing(_ lane: AlertLane) -> AlertState {
        let record = self[lane]
        if record.isOutOfService { return .outOfService }
        if record.isShelved { return .shelved }
        if record.isSuppressed { return .suppressed }
        return record.isPending && record.state == .normal ? .pending : record.state
    }

    /// Identity of one of its alerts.
    func identity(_ lane: AlertLane) -> UInt64 { lane == .main ? alert : alert ^ Self.missingMark }

    subscript(lane: AlertLane) -> AlertRecord {
        get { lane == .main ? main : missing }
        set { if lane == .main { main = newValue } else { missing = newValue } }
    }
}

/// The part of a key that has a variable size; touched when something happens, not per event.
struct KeyMemory {
    var values: [RuleValue] = []
    var equipmentName = ""
    var title = ""
    var acknowledgedBy = ""
    var evidence: [NamedValue] = []
    /// How many of them, at the end, are details of a function and no fields.
    var detailCount = 0
    /// Records that led to the present state, see `AlertTransition.sources`.
    var sources: [SourcePosition] = []
    /// What operators said when they quieted an alert, shelving first.
    var holds: [AlertHold] = []
    /// Lots that the rule holds, at most `KeyMemory.lotCountMax`, the oldest first.
    var lots: [String] = []
    var cells: [StateCell] = []

    static let sourceCountMax = 16

    /// One more record led to the present state.
    mutating func note(_ source: SourcePosition) {
        if sources.count == Self.sourceCountMax { sources.remove(at: 1) }
        sources.append(source)
    }

    /// More lots than that are not remembered; each was published.
    static let lotCountMax = 64

    /// The key, field by field.
    func key(_ names: [String]) -> [NamedValue] { zip(names, values).map { NamedValue($0, $1) } }
}
