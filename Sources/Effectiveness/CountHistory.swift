import Records
import Windows

/// A count as it was reported.
struct CountEntry: BitwiseCopyable {
    var time: EventTime
    var sample: CountSample

    /// What a repeat of this message has, too, and no other: its number, or a hash of time and content.
    @inline(__always)
    var key: UInt64 {
        if sample.sequence >= 0 { return UInt64(sample.sequence) }
        // Sums of products of pairs of words, as in universal hashing (Carter and Wegman 1979); the
        // constants are digits of π.
        func product(_ a: Int64, _ b: Int64, _ x: UInt64, _ y: UInt64) -> UInt64 {
            let words = (UInt64(bitPattern: a) ^ x, UInt64(bitPattern: b) ^ y)
            let product = words.0.multipliedFullWidth(by: words.1)
            return product.high ^ product.low
        }
        let marks =
            Int64(sample.given) << 2 | Int64(sample.kind.rawValue) << 1
            | (sample.wasCountedAsGood ? 1 : 0)
        let micro = sample.micro
        let halves = (
            product(time.nanoseconds, micro[0], 0x243F_6A88_85A3_08D3, 0x1319_8A2E_0370_7344)
                &+ product(micro[1], micro[2], 0xA409_3822_299F_31D0, 0x082E_FA98_EC4E_6C89),
            product(micro[3], micro[4], 0x4528_21E6_38D0_1377, 0xBE54_66CF_34E9_0C6C)
                &+ product(
                    sample.idealCycleNanoseconds,
                    marks,
                    0xC0AC_29B7_C97C_50DD,
                    0x3F84_D5B5_B547_0917
                )
        )
        return (halves.0 ^ halves.1 &* 0x9216_D5D9_8979_FB1B) | 1 << 63
    }

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

/// What is remembered of the counts of one equipment: which came already, and the counter readings.
///
/// Deltas have been added to the windows; of them only keys are kept, to know repeats.
struct CountHistory: ~Copyable {
    /// Keys of the newest deltas, in the order of arrival.
    var keys: RingBuffer<UInt64>
    /// The time of the newest delta.
    var newestDelta = EventTime.distantPast
    var sequenceMax: Int64 = -1
    /// From when on the equipment reports totals without the good; see `OEETotals.settleRejects`.
    var derivesGoodFrom = EventTime.distantFuture
    /// Nil before the first counter reading.
    var counters: CounterTrack?

    let policy: CounterPolicy

    init(limit: Int, policy: CounterPolicy) {
        keys = RingBuffer(capacity: max(limit, 1), reserved: 8)
        self.policy = policy
    }

    /// The readings, of which there may be none yet.
    mutating func takeCounters() -> CounterTrack {
        if let counters { return counters }
        let track = CounterTrack(limit: keys.capacity)
        counters = track
        return track
    }

    /// Whether a delta came before.
    func isRepeat(_ entry: CountEntry) -> Bool {
        let sequence = entry.sample.sequence
        if sequence >= 0 { return hasSeen(sequence: sequence) }
        return entry.time <= newestDelta && hasKey(entry.key)
    }

    /// Whether a message of this number came before.
    func hasSeen(sequence: Int64) -> Bool {
        guard sequence >= 0, sequence <= sequenceMax else { return false }
        return hasKey(UInt64(sequence)) || counters?.has(sequence: sequence) ?? false
    }

    private func hasKey(_ key: UInt64) -> Bool {
        (0..<keys.count).contains { keys[$0] == key }
    }

    /// Remembers a delta that was added to its windows.
    @inline(__always)
    mutating func remember(_ entry: CountEntry) {
        keys.push(entry.key)
        newestDelta = max(newestDelta, entry.time)
        sequenceMax = max(sequenceMax, entry.sample.sequence)
    }

    /// Notes what later decisions need to know about a count that was taken.
    mutating func note(_ entry: CountEntry) {
        sequenceMax = max(sequenceMax, entry.sample.sequence)
        if entry.sample.given & 0b11 == 0b01 { derivesGoodFrom = min(derivesGoodFrom, entry.time) }
    }

    /// Adds the counter readings in `(start, end]` that are still in the history.
    func accumulate(from start: EventTime, to end: EventTime, into totals: inout OEETotals) {
        counters?.accumulate(from: start, to: end, policy, into: &totals)
    }

    /// Forgets readings up to a time, which no window needs.
    func dropCounters(through time: EventTime) {
        guard let counters else { return }
        while let oldest = counters.entries.first, oldest.time <= time {
            counters.dropOldest(policy)
        }
    }
}
