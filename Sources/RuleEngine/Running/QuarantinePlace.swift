import Records

/// Where a rule was when it went into quarantine or came out of it.
struct QuarantinePlace {
    var equipment: String
    var equipmentIndex: Int
    var time: EventTime
    var source: SourcePosition
}
