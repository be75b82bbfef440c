import Records

/// The two alerts a key can have: of its condition, and of its data being missing.
enum AlertLane: UInt8, BitwiseCopyable {
    case main, missing
}

/// What is known of one alert of a key.
struct AlertRecord: BitwiseCopyable {
    var state = AlertState.normal
    var severity = RuleSeverity.medium
    var isClearing = false
    var episode: UInt32 = 0
    var raisedAt: Int64 = 0
    var clearingSince: Int64 = 0
    var acknowledgedAt = KeySlot.unarmed

    var isOpen: Bool { state == .active || state == .acknowledged }
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
    var due = InlineArray<8, Int64>(repeating: KeySlot.unarmed)

    /// Whether events that do not match must look at this key.
    var isOpen: Bool { main.state != .normal || missing.isOpen }

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
    var cells: [StateCell] = []

    /// The key, field by field.
    func key(_ names: [String]) -> [NamedValue] { zip(names, values).map { NamedValue($0, $1) } }
}
