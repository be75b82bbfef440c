import Records

/// Counts of the newest windows that are not in them yet: their sums, until somebody looks.
///
/// All counts in a spell belong into the same minute, hour, shift and day. Those that are alike in all
/// but their quantities are summed as they are, because amounts are linear in the quantities; when
/// another kind follows, the sum is weighed once and put to the others. So a window is touched once a
/// minute and not with every count. Counters and corrections, which take away, keep the long way.
struct CountTally: BitwiseCopyable {
    /// Sums below this times cycles below `cycleLimit` fit 63 bits.
    private static let microLimit: Int64 = 1 << 39
    private static let cycleLimit: Int64 = 1 << 42

    /// The spell: counts after `from` and up to `through`; empty when nothing is waited for.
    private var from = EventTime.distantFuture
    private var through = EventTime.distantPast
    /// Weighed counts.
    private var weighed = CountAmounts()
    private var weighedCount: Int64 = 0
    /// Counts that are alike: how many, their quantities, and in what they are alike.
    private var count: Int64 = 0
    private var micro = InlineArray<5, Int64>(repeating: 0)
    private var idealCycleNanoseconds: Int64 = 0
    private var taktNanoseconds: Int64 = 0
    /// 0 when nothing is taken as it is.
    private var given: UInt8 = 0

    /// Whether a count belongs into the windows of the spell.
    func holds(_ time: EventTime) -> Bool { time > from && time <= through }

    /// Waits for counts of a spell; nothing may be waiting.
    mutating func begin(from: EventTime, through: EventTime) {
        (self.from, self.through) = (from, through)
    }

    /// Takes no more counts until it begins again; what is waiting goes on to wait.
    mutating func end() { (from, through, given) = (.distantFuture, .distantPast, 0) }

    /// Takes a count in when it is like those before it, and newer than `newest`.
    @inline(__always)
    mutating func take(
        _ sample: CountSample,
        at time: EventTime,
        after newest: EventTime
    ) -> Bool {
        guard time <= through, time > from, time > newest, sample.given == given,
            sample.kind == .delta, !sample.wasCountedAsGood,
            sample.idealCycleNanoseconds == idealCycleNanoseconds,
            sample.taktNanoseconds == taktNanoseconds
        else { return false }
        // Neither is negative, so a sum that is too large shows, also one beyond 63 bits.
        var sums = micro
        var all: Int64 = 0
        for index in 0..<5 {
            sums[index] &+= sample.micro[index]
            all |= sums[index]
        }
        guard UInt64(bitPattern: all) < UInt64(Self.microLimit) else { return false }
        micro = sums
        count &+= 1
        return true
    }

    /// Takes another delta of the spell in; false when it takes away from what was counted.
    mutating func weigh(_ entry: CountEntry, _ policy: CounterPolicy) -> Bool {
        if entry.sample.wasCountedAsGood { return false }
        let amounts = CountAmounts(entry, after: CounterReadings(), policy)
        weighAlike(policy)
        guard amounts.isAdditive, weighed.isAdditive else { return false }
        weighed.add(amounts)
        weighedCount += 1
        prefer(entry.sample)
        return true
    }

    /// The sum of everything that waits, and how many counts it is; afterwards nothing is waiting.
    mutating func takeOut(_ policy: CounterPolicy) -> (sum: CountAmounts, count: Int64)? {
        weighAlike(policy)
        guard weighedCount > 0 else { return nil }
        defer { (weighed, weighedCount) = (CountAmounts(), 0) }
        return (weighed, weighedCount)
    }

    /// Where the counts that wait belong.
    var inside: EventTime { from }

    private mutating func weighAlike(_ policy: CounterPolicy) {
        guard count > 0 else { return }
        let sum = CountSample(
            deltaMicro: micro,
            given: given,
            idealCycleNanoseconds: idealCycleNanoseconds,
            taktNanoseconds: taktNanoseconds
        )
        let entry = CountEntry(time: through, sample: sum)
        weighed.add(CountAmounts(entry, after: CounterReadings(), policy))
        weighedCount += count
        (count, micro) = (0, .init(repeating: 0))
    }

    /// Counts like this one are summed as they are from now on, where that is exact.
    private mutating func prefer(_ sample: CountSample) {
        let isLinear =
            sample.kind == .delta && !sample.wasCountedAsGood && sample.given & 0b11 != 0
            && sample.idealCycleNanoseconds < Self.cycleLimit
            && sample.taktNanoseconds < Self.cycleLimit
            && sample.taktNanoseconds % 1_000_000 == 0
        given = isLinear ? sample.given : 0
        idealCycleNanoseconds = sample.idealCycleNanoseconds
        taktNanoseconds = sample.taktNanoseconds
    }
}

extension EquipmentEffectiveness {
    /// Takes in a count that follows the one before it into the same windows; false for any other, and
    /// nothing changed. Touches no window.
    @inline(__always)
    mutating func tally(_ sample: CountSample, at time: EventTime) -> Bool {
        let isNew = sample.sequence < 0 || sample.sequence > counts.sequenceMax
        guard isNew, time >= progress, tally.take(sample, at: time, after: counts.newestDelta)
        else { return false }
        counts.remember(CountEntry(time: time, sample: sample))
        observe(time)
        return true
    }

    /// Brings the windows up to date, before anybody looks at them.
    mutating func settleTally() {
        guard let (sum, count) = tally.takeOut(counts.policy) else { return }
        let inside = tally.inside
        minutes.add(sum, of: count, at: inside)
        hours.add(sum, of: count, at: inside)
        shifts.add(sum, of: count, at: inside)
        days.add(sum, of: count, at: inside)
    }
}

extension WindowSlots {
    /// Makes a spell so short that all of its counts go where those at a time go: into its window, or
    /// into none between two.
    func narrow(
        _ spell: inout PlantWindow,
        around inside: EventTime,
        _ calendar: ShiftCalendar
    ) {
        guard publishedThrough != nil else { return }
        guard let window = window(endingAfter: inside, calendar) else {
            spell.start = max(spell.start, inside)
            return
        }
        if window.start <= inside {
            spell.start = max(spell.start, window.start)
            spell.end = min(spell.end, window.end)
        } else {
            spell.start = max(spell.start, inside)
            spell.end = min(spell.end, window.start)
        }
    }

    /// Adds the amounts of some counts to the window that holds a time, when there is one.
    fileprivate mutating func add(
        _ amounts: CountAmounts,
        of count: Int64,
        at inside: EventTime
    ) {
        var place = slots.newest
        guard place >= 0 else { return }
        // Nearly always the newest; behind it only after a look ahead.
        if slots.window(at: place).start > inside {
            place = 0
            while slots.window(at: place).end <= inside { place = slots.next(after: place) }
        }
        let window = slots.window(at: place)
        guard window.start <= inside, inside < window.end else { return }
        slots.update(at: place) { $0.folded.add(amounts, of: count) }
    }
}
