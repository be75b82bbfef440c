import Records

/// The books of one topic of one task since the last book record, and where the input could be read
/// again from.
struct TopicLedger {
    /// Offset of the first record of the stretch; nil before the first.
    var fromOffset: Int64?
    /// One past the newest record of the stretch.
    var toOffset: Int64 = -1
    /// What became of the records of the stretch.
    var books = Books()
    /// True when the partition has been read to its end and nothing came since.
    var isAtEnd = false
    /// The engine's clock when the partition was last known to be read to its end.
    var readThrough = EventTime.distantPast
    /// The newest Kafka timestamp in milliseconds; -1 when records have none.
    var newestStamp: Int64 = -1
    /// Where each minute of event time begins in this partition.
    var trail = OffsetTrail()

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

/// For each minute of event time, the lowest offset of a record in it: what must be read again to
/// rebuild everything from that minute on.
///
/// Bounded: beyond the limit the oldest minutes are merged, which only makes a rewind longer.
struct OffsetTrail {
    /// Minutes that are kept apart: two days.
    static let countLimit = 2_880

    private var minutes: [(minute: Int64, offset: Int64)] = []

    /// Notes a record. Amortised O(1) for records in order, O(log n) for late ones.
    mutating func note(_ time: EventTime, offset: Int64) {
        let minute = time.nanoseconds / Nanoseconds.minute
        if let last = minutes.last, last.minute == minute { return }
        let index = lowerBound(minute)
        if index < minutes.count, minutes[index].minute == minute { return }
        minutes.insert((minute, offset), at: index)
        if minutes.count > Self.countLimit {
            minutes[1].offset = min(minutes[0].offset, minutes[1].offset)
            minutes.removeFirst()
        }
    }

    /// The lowest offset of a record at or after the minute of `time`; nil when there is none.
    func rewindOffset(for time: EventTime) -> Int64? {
        let minute = time == .distantPast ? Int64.min : time.nanoseconds / Nanoseconds.minute
        return minutes[lowerBound(minute)...].map(\.offset).min()
    }

    /// Forgets the minutes before the one of `time`.
    mutating func forget(before time: EventTime) {
        guard time > .distantPast else { return }
        minutes.removeFirst(lowerBound(time.nanoseconds / Nanoseconds.minute))
    }

    private func lowerBound(_ minute: Int64) -> Int {
        var low = 0
        var high = minutes.count
        while low < high {
            let middle = (low + high) / 2
            if minutes[middle].minute < minute { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
