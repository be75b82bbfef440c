import Records
import Windows

/// The last reading of each counter, from which the next one is measured.
struct CounterReadings: BitwiseCopyable {
    var micro = InlineArray<5, Int64>(repeating: 0)
    var given: UInt8 = 0
    /// The time of the newest reading taken in.
    var time = EventTime.distantPast
}

/// The counter readings of one equipment, sorted by time, as far back as a late one may come between.
///
/// Readings up to `frozenThrough` have been added to the windows. One per equipment that has counters,
/// made with the first of them, so that others do not carry it.
final class CounterTrack {
    var entries: RingBuffer<CountEntry>
    var base = CounterReadings()
    var frozenThrough = EventTime.distantPast

    init(limit: Int) { entries = RingBuffer(capacity: limit, reserved: 4) }

    /// Where a reading belongs, or nil when it is already there.
    func insertionPosition(for entry: CountEntry) -> Int? {
        var position = entries.count
        while position > 0 {
            guard let isAfter = entries[position - 1].isOrdered(before: entry) else { return nil }
            if isAfter { return position }
            position -= 1
        }
        return 0
    }

    /// Whether a message of this number is among the readings.
    func has(sequence: Int64) -> Bool {
        (0..<entries.count).contains { entries[$0].sample.sequence == sequence }
    }

    /// Adds what the readings in `(start, end]` counted.
    func accumulate(
        from start: EventTime,
        to end: EventTime,
        _ policy: CounterPolicy,
        into totals: inout OEETotals
    ) {
        guard let newest = entries.last, newest.time > start else { return }
        var readings = base
        for position in 0..<entries.count {
            let entry = entries[position]
            if entry.time > end { return }
            if entry.time > start { totals.add(CountAmounts(entry, after: readings, policy)) }
            readings.take(entry, policy)
        }
    }

    /// Forgets the oldest reading, which was folded or is needed by no window.
    func dropOldest(_ policy: CounterPolicy) {
        guard let oldest = entries.removeFirst() else { return }
        base.take(oldest, policy)
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
