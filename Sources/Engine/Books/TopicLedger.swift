import Records

/// The books of one topic of one task since the last book record, and how far it has been read.
struct TopicLedger {
    /// Offset of the first record of the stretch; nil before the first.
    var fromOffset: Int64?
    /// One past the newest record that was read; -1 before the first.
    var toOffset: Int64 = -1
    /// What became of the records of the stretch.
    var books = Books()
    /// True when the partition has been read to its end and nothing came since.
    var isAtEnd = false
    /// The engine's clock when the partition was last known to be read to its end.
    var readThrough = EventTime.distantPast
    /// The newest Kafka timestamp in milliseconds; -1 when records have none.
    var newestStamp: Int64 = -1

    /// A record came: it is not yet known whether it is the last one there is.
    mutating func see(timestampMilliseconds: Int64) {
        isAtEnd = false
        if timestampMilliseconds > newestStamp { newestStamp = timestampMilliseconds }
    }

    /// Enters a record.
    mutating func enter(offset: Int64, fate: Fate) {
        if fromOffset == nil { fromOffset = offset }
        toOffset = offset + 1
        books.enter(fate)
    }

    /// Begins a new stretch after a book record.
    mutating func beginStretch() {
        fromOffset = nil
        books = Books()
    }
}
