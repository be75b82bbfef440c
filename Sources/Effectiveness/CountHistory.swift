import Records
import Windows

/// A count as it was reported.
struct CountEntry: BitwiseCopyable {
    var time: EventTime
    var sample: CountSample

    /// The order of the plant: time, then sequence, then content; nil when they say the same.
    func isOrdered(before other: CountEntry) -> Bool? {
        if time != other.time { return time < other.time }
        let (a, b) = (sample, other.sample)
        if a.sequence != b.sequence { return a.sequence < b.sequence }
        if a.sequence >= 0 { return nil }
        if a.kind != b.kind { return a.kind.rawValue < b.kind.rawValue }
        if a.given != b.given { return a.given < b.given }
        for index in 0..<5 where a.micro[index] != b.micro[index] {
            return a.micro[index] < b.micro[index]
        }
        if a.wasCountedAsGood != b.wasCountedAsGood { return b.wasCountedAsGood }
        if a.idealCycleNanoseconds == b.idealCycleNanoseconds { return nil }
        return a.idealCycleNanoseconds < b.idealCycleNanoseconds
    }
}

/// The last reading of each counter, from which the next one is measured.
struct CounterReadings: BitwiseCopyable {
    var micro = InlineArray<5, Int64>(repeating: 0)
    var given: UInt8 = 0
    /// The time of the newest reading taken in.
    var time = EventTime.distantPast
}

/// The counts of one equipment, sorted by time, as far back as order and repeats matter.
///
/// Deltas have been added to the windows already; counters have up to `frozenThrough`.
struct CountHistory: ~Copyable {
    var entries: RingBuffer<CountEntry>
    var base = CounterReadings()
    var frozenThrough = EventTime.distantPast
    var sequenceMax: Int64 = -1
    /// How many of the entries are counter readings.
    var counterCount = 0
    /// From when on the equipment reports totals without the good; see `OEETotals.settleRejects`.
    var derivesGoodFrom = EventTime.distantFuture

    let policy: CounterPolicy

    init(limit: Int, policy: CounterPolicy) {
        entries = RingBuffer(capacity: max(limit, 1))
        self.policy = policy
    }

    /// Where an entry belongs, or nil when it is already there.
    func insertionPosition(for entry: CountEntry) -> Int? {
        if entry.sample.sequence >= 0 && entry.sample.sequence <= sequenceMax {
            for position in 0..<entries.count
            where entries[position].sample.sequence == entry.sample.sequence { return nil }
        }
        var position = entries.count
        while position > 0 {
            guard let isAfter = entries[position - 1].isOrdered(before: entry) else { return nil }
            if isAfter { return position }
            position -= 1
        }
        return 0
    }

    /// Notes what later decisions need to know about a count that was taken.
    mutating func note(_ entry: CountEntry) {
        sequenceMax = max(sequenceMax, entry.sample.sequence)
        if entry.sample.given & 0b11 == 0b01 { derivesGoodFrom = min(derivesGoodFrom, entry.time) }
    }

    /// Puts an entry where it belongs; there must be room.
    mutating func insert(_ entry: CountEntry, at position: Int) {
        if entries.insert(entry, at: position) && entry.sample.kind == .counter {
            counterCount += 1
        }
    }

    /// Adds a delta that is newer than all entries, letting the oldest go when there is no room; no
    /// entry may be a counter reading.
    @inline(__always)
    mutating func append(_ entry: CountEntry) {
        if entries.isFull { frozenThrough = max(frozenThrough, entries.read(at: 0) { $0.time }) }
        entries.push(entry)
        sequenceMax = max(sequenceMax, entry.sample.sequence)
    }

    /// Adds the counter readings in `(start, end]` that are still in the history.
    func accumulate(from start: EventTime, to end: EventTime, into totals: inout OEETotals) {
        guard counterCount > 0, let newest = entries.last, newest.time > start else { return }
        var readings = base
        for position in 0..<entries.count {
            let entry = entries[position]
            if entry.time > end { return }
            guard entry.sample.kind == .counter else { continue }
            if entry.time > start { totals.add(CountAmounts(entry, after: readings, policy)) }
            readings.take(entry, policy)
        }
    }

    /// Forgets the oldest entry, whose amounts were folded or are needed by no window.
    mutating func dropOldest() {
        guard let oldest = entries.removeFirst() else { return }
        base.take(oldest, policy)
        if oldest.sample.kind == .counter { counterCount -= 1 }
        frozenThrough = max(frozenThrough, oldest.time)
    }
}

extension CounterReadings {
    /// Remembers the readings of a counter, but not those of one that only trembled.
    mutating func take(_ entry: CountEntry, _ policy: CounterPolicy) {
        let sample = entry.sample
        guard sample.kind == .counter else { return }
        for index in 0..<5 where sample.given & (1 << UInt8(index)) != 0 {
            let step = CounterStep(
                from: micro[index],
                to: sample.micro[index],
                modulus: sample.modulusMicro,
                jitter: given & (1 << UInt8(index)) == 0 ? 0 : policy.jitterMicro
            )
            if !step.isJitter { micro[index] = sample.micro[index] }
        }
        given |= sample.given
        time = entry.time
    }
}
