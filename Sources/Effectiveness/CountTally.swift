import Records

/// Counts that came one after the other into the same newest windows and are alike in all but their
/// quantities: their sums, until somebody looks at the windows.
///
/// Amounts are linear in the quantities, so adding the sum once is the same, to the millionth of a
/// nanosecond, as adding every count to a minute, an hour, a shift and a day. What is not linear keeps
/// the long way: counters, fractions of takt times, and sums that could reach the limits.
struct CountTally: BitwiseCopyable {
    /// Sums below this times cycles below `cycleLimit` fit 63 bits.
    private static let microLimit: Int64 = 1 << 39
    private static let cycleLimit: Int64 = 1 << 42

    /// How many counts are waiting.
    private(set) var count: Int64 = 0
    /// Counts up to here belong into the windows of the first; the distant past when there is none.
    private(set) var through = EventTime.distantPast
    /// The newest count of the equipment.
    private(set) var newest = EventTime.distantPast
    private var micro = InlineArray<5, Int64>(repeating: 0)
    private var idealCycleNanoseconds: Int64 = 0
    private var taktNanoseconds: Int64 = 0
    private var given: UInt8 = 0

    /// Waits for counts like one that was just added to its windows.
    mutating func begin(_ entry: CountEntry, through: EventTime) {
        let sample = entry.sample
        guard sample.kind == .delta, !sample.wasCountedAsGood, sample.given & 0b11 != 0,
            sample.idealCycleNanoseconds < Self.cycleLimit,
            sample.taktNanoseconds < Self.cycleLimit, sample.taktNanoseconds % 1_000_000 == 0
        else { return }
        self.through = through
        newest = entry.time
        given = sample.given
        idealCycleNanoseconds = sample.idealCycleNanoseconds
        taktNanoseconds = sample.taktNanoseconds
    }

    /// Takes a count in when it is one of these.
    @inline(__always)
    mutating func take(_ sample: CountSample, at time: EventTime) -> Bool {
        guard time <= through, time > newest, sample.given == given, sample.kind == .delta,
            !sample.wasCountedAsGood, sample.idealCycleNanoseconds == idealCycleNanoseconds,
            sample.taktNanoseconds == taktNanoseconds
        else { return false }
        var all: Int64 = 0
        for index in 0..<5 { all |= sample.micro[index] | micro[index] }
        guard all < Self.microLimit else { return false }
        for index in 0..<5 { micro[index] &+= sample.micro[index] }
        count &+= 1
        newest = time
        return true
    }

    /// The sum as one count, and how many it stands for; afterwards nothing is waiting.
    mutating func takeOut() -> (sum: CountEntry, count: Int64)? {
        guard count > 0 else { return nil }
        let sum = CountSample(
            deltaMicro: micro,
            given: given,
            idealCycleNanoseconds: idealCycleNanoseconds,
            taktNanoseconds: taktNanoseconds
        )
        defer { (count, micro) = (0, .init(repeating: 0)) }
        return (CountEntry(time: newest, sample: sum), count)
    }

    /// Takes no more counts until it begins again; what is waiting goes on to wait.
    mutating func end() { through = .distantPast }
}

extension EquipmentEffectiveness {
    /// Takes in a count that follows the one before it into the same windows; false for any other, and
    /// nothing changed. Touches no window: about 20 ns.
    @inline(__always)
    mutating func tally(_ sample: CountSample, at time: EventTime) -> Bool {
        let isNew = sample.sequence < 0 || sample.sequence > counts.sequenceMax
        guard isNew, counts.counterCount == 0, time >= progress, tally.take(sample, at: time)
        else { return false }
        counts.append(CountEntry(time: time, sample: sample))
        observe(time)
        return true
    }

    /// Begins a tally after a count that came in order, for as long as its windows last.
    mutating func beginTally(after entry: CountEntry, _ calendar: ShiftCalendar) {
        let inside = entry.time.advanced(byNanoseconds: -1)
        let through = min(
            minutes.end(ofSpellAt: inside, calendar),
            min(
                hours.end(ofSpellAt: inside, calendar),
                min(shifts.end(ofSpellAt: inside, calendar), days.end(ofSpellAt: inside, calendar))
            )
        )
        tally.begin(entry, through: through)
    }

    /// Brings the windows up to date, before anybody looks at them.
    mutating func settleTally() {
        guard let (sum, count) = tally.takeOut() else { return }
        let amounts = CountAmounts(sum, after: counts.base, counts.policy)
        let inside = sum.time.advanced(byNanoseconds: -1)
        minutes.add(amounts, of: count, at: inside)
        hours.add(amounts, of: count, at: inside)
        shifts.add(amounts, of: count, at: inside)
        days.add(amounts, of: count, at: inside)
    }
}

extension WindowSlots {
    /// Until when counts go where one at a time went: to the end of its window, or to the beginning of
    /// the next when it lies in none.
    fileprivate func end(ofSpellAt inside: EventTime, _ calendar: ShiftCalendar) -> EventTime {
        guard publishedThrough != nil, let window = window(endingAfter: inside, calendar) else {
            return .distantFuture
        }
        return window.start <= inside ? window.end : window.start
    }

    /// Adds the amounts of some counts to the window that holds a time, when there is one.
    fileprivate mutating func add(
        _ amounts: CountAmounts,
        of count: Int64,
        at inside: EventTime
    ) {
        var position = slots.count - 1
        while position >= 0 {
            let window = self.window(at: position)
            if window.start <= inside {
                if inside < window.end {
                    slots.update(at: position) { $0.folded.add(amounts, of: count) }
                }
                return
            }
            position -= 1
        }
    }
}
