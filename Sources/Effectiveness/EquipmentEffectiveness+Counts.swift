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
        settleTally()
        tally.end()
        return enter(CountEntry(time: time, sample: sample), calendar)
    }

    /// Takes a count in the long way.
    private mutating func enter(_ entry: CountEntry, _ calendar: ShiftCalendar) -> Acceptance {
        let (time, sample) = (entry.time, entry.sample)
        if time <= correctableFrom { return .tooLate }
        guard var position = counts.insertionPosition(for: entry) else { return .duplicate }
        let inside = time.advanced(byNanoseconds: -1)
        include(inside)
        if counts.entries.isFull && time > counts.frozenThrough {
            guard let oldest = counts.entries.first else { return .full }
            if oldest.sample.kind == .counter && !fold(oldest, calendar) { return .full }
            counts.dropOldest()
            position = max(position - 1, 0)
        }
        // Deltas add up in any order and go to their windows at once; the history only recognises repeats.
        if sample.kind == .delta && !fold(entry, calendar) { return .full }
        if time > counts.frozenThrough {
            counts.insert(entry, at: position)
        } else if sample.kind == .counter {
            return .tooLate
        }
        counts.note(entry)
        if time >= progress {
            if position == counts.entries.count - 1 { beginTally(after: entry, calendar) }
            observe(time)
            return .onTime
        }
        return noteLate(inWindowEndingAfter: inside, changedFrom: inside, calendar: calendar)
    }

    /// Adds a count to the live windows that hold it; false, and nothing added, when one that is not
    /// yet published has no room.
    private mutating func fold(_ entry: CountEntry, _ calendar: ShiftCalendar) -> Bool {
        let dropBefore = progress.advanced(byNanoseconds: -settings.retentionNanoseconds)
        guard let minute = Self.slot(for: entry, in: &minutes, dropBefore, calendar),
            let hour = Self.slot(for: entry, in: &hours, dropBefore, calendar),
            let shift = Self.slot(for: entry, in: &shifts, dropBefore, calendar),
            let day = Self.slot(for: entry, in: &days, dropBefore, calendar)
        else { return false }
        let amounts = CountAmounts(entry, after: counts.base, counts.policy)
        if minute >= 0 { minutes.slots.update(at: minute) { $0.folded.add(amounts) } }
        if hour >= 0 { hours.slots.update(at: hour) { $0.folded.add(amounts) } }
        if shift >= 0 { shifts.slots.update(at: shift) { $0.folded.add(amounts) } }
        if day >= 0 { days.slots.update(at: day) { $0.folded.add(amounts) } }
        return true
    }

    /// The slot of the window that holds a count, −1 when no live window does, nil without room.
    private static func slot(
        for entry: CountEntry,
        in windows: inout WindowSlots,
        _ dropBefore: EventTime,
        _ calendar: ShiftCalendar
    ) -> Int? {
        let inside = entry.time.advanced(byNanoseconds: -1)
        // Counts come close together: nearly always the newest slot is the one.
        let newest = windows.slots.count - 1
        if newest >= 0 {
            let last = windows.window(at: newest)
            if last.start <= inside && inside < last.end { return newest }
        }
        guard windows.publishedThrough != nil,
            let window = windows.window(endingAfter: inside, calendar), window.start <= inside
        else { return -1 }
        if windows.isPublished(window.end) { return windows.position(start: window.start) ?? -1 }
        return windows.reserve(window, sealedBefore: dropBefore)
    }
}
