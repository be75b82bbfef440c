import Records

extension EquipmentEffectiveness {
    /// Takes rejects in that were found later, where the settings say they count.
    ///
    /// - Parameters:
    ///   - sample: rejects alone, usually with `wasCountedAsGood`.
    ///   - booked: when they were reported.
    ///   - produced: when they were made; at most `booked`, later ones count as booked.
    ///   - calendar: the calendar of the equipment.
    /// - Returns: `.tooLate` when they were made beyond the grace period and count by production time.
    public mutating func apply(
        count sample: CountSample,
        booked: EventTime,
        produced: EventTime,
        calendar: ShiftCalendar
    ) -> Acceptance {
        let time = settings.lateScrap == .productionTime ? min(produced, booked) : booked
        return apply(count: sample, at: time, calendar: calendar)
    }

    /// Takes a count in, at the end of the interval it covers.
    ///
    /// A message that repeats time and content, or a sequence number, is a duplicate. A counter reading
    /// older than the readings kept is too late: the newer readings include it.
    public mutating func apply(
        count sample: CountSample,
        at time: EventTime,
        calendar: ShiftCalendar
    ) -> Acceptance {
        if tally(sample, at: time) { return .onTime }
        if time <= correctableFrom { return .tooLate }
        let entry = CountEntry(time: time, sample: sample)
        let missed =
            sample.kind == .delta ? enterDelta(entry, calendar) : enterReading(entry, calendar)
        if let missed { return missed }
        counts.note(entry)
        if time >= progress {
            observe(time)
            return .onTime
        }
        let inside = time.advanced(byNanoseconds: -1)
        return noteLate(inWindowEndingAfter: inside, changedFrom: inside, calendar: calendar)
    }

    /// Adds a delta to its windows at once, since deltas add up in any order; only repeats have to be
    /// known. Says why it was not taken, nil when it was.
    private mutating func enterDelta(
        _ entry: CountEntry,
        _ calendar: ShiftCalendar
    ) -> Acceptance? {
        if counts.isRepeat(entry) { return .duplicate }
        include(entry.time.advanced(byNanoseconds: -1), calendar)
        if entry.time >= progress, !tally.holds(entry.time) {
            settleTally()
            tally.end()
            if !beginTally(at: entry.time, calendar) { return .full }
        }
        if !tally.holds(entry.time) || !tally.weigh(entry, counts.policy) {
            settleTally()
            if !fold(entry, after: CounterReadings(), calendar) { return .full }
        }
        counts.remember(entry)
        return nil
    }

    /// Puts a counter reading where it belongs. Says why it was not taken, nil when it was.
    private mutating func enterReading(
        _ entry: CountEntry,
        _ calendar: ShiftCalendar
    ) -> Acceptance? {
        let track = counts.takeCounters()
        if counts.hasSeen(sequence: entry.sample.sequence) { return .duplicate }
        guard var position = track.insertionPosition(for: entry) else { return .duplicate }
        include(entry.time.advanced(byNanoseconds: -1), calendar)
        guard entry.time > track.frozenThrough else { return .tooLate }
        if track.entries.isFull, let oldest = track.entries.first {
            if !fold(oldest, after: track.base, calendar) { return .full }
            track.dropOldest(counts.policy)
            position = max(position - 1, 0)
            guard entry.time > track.frozenThrough else { return .tooLate }
        }
        _ = track.entries.insert(entry, at: position)
        return nil
    }

    /// Adds a count to the live windows that hold it; false, and nothing added, when one that is not
    /// yet published has no room.
    private mutating func fold(
        _ entry: CountEntry,
        after readings: CounterReadings,
        _ calendar: ShiftCalendar
    ) -> Bool {
        guard let places = places(holding: entry.time, calendar) else { return false }
        let amounts = CountAmounts(entry, after: readings, counts.policy)
        if places.minute >= 0 { minutes.slots.update(at: places.minute) { $0.folded.add(amounts) } }
        if places.hour >= 0 { hours.slots.update(at: places.hour) { $0.folded.add(amounts) } }
        if places.shift >= 0 { shifts.slots.update(at: places.shift) { $0.folded.add(amounts) } }
        if places.day >= 0 { days.slots.update(at: places.day) { $0.folded.add(amounts) } }
        return true
    }

    /// The places of the windows that hold a count, −1 where no live window does; nil when one that is
    /// not yet published has no room.
    private mutating func places(
        holding time: EventTime,
        _ calendar: ShiftCalendar
    ) -> (minute: Int, hour: Int, shift: Int, day: Int)? {
        let dropBefore = progress.advanced(byNanoseconds: -settings.retentionNanoseconds)
        let inside = time.advanced(byNanoseconds: -1)
        guard let minute = minutes.slot(holding: inside, dropBefore, calendar),
            let hour = hours.slot(holding: inside, dropBefore, calendar),
            let shift = shifts.slot(holding: inside, dropBefore, calendar),
            let day = days.slot(holding: inside, dropBefore, calendar)
        else { return nil }
        return (minute, hour, shift, day)
    }

    /// Begins a tally at a count that comes in order, for as long as its windows last; false when one
    /// of them has no room.
    private mutating func beginTally(at time: EventTime, _ calendar: ShiftCalendar) -> Bool {
        guard places(holding: time, calendar) != nil else { return false }
        let inside = time.advanced(byNanoseconds: -1)
        var spell = PlantWindow(start: .distantPast, end: .distantFuture)
        minutes.narrow(&spell, around: inside, calendar)
        hours.narrow(&spell, around: inside, calendar)
        shifts.narrow(&spell, around: inside, calendar)
        days.narrow(&spell, around: inside, calendar)
        tally.begin(from: spell.start, through: spell.end)
        return true
    }
}

extension WindowSlots {
    /// The place of the window that holds a time, −1 when no live window does, nil without room.
    fileprivate mutating func slot(
        holding inside: EventTime,
        _ dropBefore: EventTime,
        _ calendar: ShiftCalendar
    ) -> Int? {
        guard publishedThrough != nil, let window = window(endingAfter: inside, calendar),
            window.start <= inside
        else { return -1 }
        if isPublished(window.end) { return place(start: window.start) ?? -1 }
        return reserve(window, sealedBefore: dropBefore)
    }
}
