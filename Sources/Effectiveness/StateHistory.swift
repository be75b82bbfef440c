import Records
import Windows

/// A change of state as it was reported, in sixteen bytes.
struct StateEntry: BitwiseCopyable {
    /// The largest number of a message that is told apart: 3.6·10^16.
    static let sequenceLimit: Int64 = 1 << 55 - 1

    var time: EventTime
    /// The sequence, and in the lowest byte the category.
    private var word: Int64

    init(time: EventTime, sequence: Int64, category: LossCategory) {
        self.time = time
        let number = min(max(sequence, -1), Self.sequenceLimit)
        word = number << 8 | Int64(category.rawValue)
    }

    var sequence: Int64 { word >> 8 }
    var category: LossCategory {
        LossCategory(rawValue: UInt8(truncatingIfNeeded: word)) ?? .unknown
    }

    /// The order of the plant: time, then sequence, then content, whatever the order of arrival.
    @inline(__always)
    func isOrdered(before other: StateEntry) -> Bool {
        time != other.time ? time < other.time : word < other.word
    }

    /// Whether it says the same of the same time.
    @inline(__always)
    func isRepeat(of other: StateEntry) -> Bool { time == other.time && word == other.word }
}

/// A piece of time in one category, classified by the full stop it belongs to.
struct StatePiece: BitwiseCopyable {
    var start: EventTime
    var end: EventTime
    var category: LossCategory
    /// A stop shorter than the threshold.
    var isMinor: Bool
    /// A stop that has not ended within what is known.
    var isUndecided: Bool
    /// The stop begins where this piece begins.
    var beginsStop: Bool
}

/// The states of one equipment, sorted by time, as far back as a late event may reach.
///
/// Everything before `foldedThrough` has been added to the windows; nothing may be inserted
/// before `frozenThrough`. A state lasts until the next; of several at one time the last counts.
struct StateHistory: ~Copyable {
    var entries: RingBuffer<StateEntry>
    var foldedThrough = EventTime.distantPast
    var frozenThrough = EventTime.distantPast
    let threshold: Int64

    init(limit: Int, threshold: Int64) {
        entries = RingBuffer(capacity: max(limit, 4), reserved: 4)
        self.threshold = threshold
    }

    /// The position of the last entry at or before a time, −1 when all are later.
    func lastPosition(atOrBefore time: EventTime) -> Int {
        var high = entries.count
        if high == 0 || entries[high - 1].time <= time { return high - 1 }
        var low = 0
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].time <= time { low = middle + 1 } else { high = middle }
        }
        return low - 1
    }

    /// Where an entry belongs, or nil when it is already there.
    func insertionPosition(for entry: StateEntry) -> Int? {
        var position = entries.count
        while position > 0 {
            let previous = entries[position - 1]
            if previous.isRepeat(of: entry) { return nil }
            if previous.isOrdered(before: entry) { return position }
            position -= 1
        }
        return 0
    }

    /// Where the run of one category that holds an effective position begins.
    func runStart(at position: Int) -> EventTime {
        var start = entries[position].time
        var earlier = position - 1
        while earlier >= 0 {
            let entry = entries[earlier]
            // Entries at the same time were replaced at once and never lasted.
            if entry.time != start {
                if entry.category != entries[position].category { break }
                start = entry.time
            }
            earlier -= 1
        }
        return start
    }
}
