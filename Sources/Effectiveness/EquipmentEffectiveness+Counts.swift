import Records

extension EquipmentEffectiveness {
    /// Takes a count in, at the end of the interval it covers. About 50 ns when in order.
    ///
    /// A message that repeats time and content, or a sequence number, is a duplicate. A counter reading
    /// older than the readings kept is too late: the newer readings include it.
    public mutating func apply(
        count sample: CountSample,
        at time: EventTime,
        calendar: ShiftCalendar
    ) -> Acceptance {
        let entry = CountEntry(time: time, sample: sample)
        if time <= correctableFrom { return .tooLate }
        guard var position = counts.insertionPosition(for: entry) else { return .duplicate }
        let inside = time.advanced(byNanoseconds: -1)
        include(inside)
        if counts.entries.isFull && time > counts.frozenThrough {
            guard let oldest = counts.entries.first, fold(oldest, calendar) else { return .full }
            counts.dropOldest()
            position = counts.insertionPosition(for: entry) ?? 0
        }
        if time <= counts.frozenThrough {
            if sample.kind == .counter { return .tooLate }
            if !fold(entry, calendar) { return .full }
        } else {
            _ = counts.entries.insert(entry, at: position)
        }
        counts.note(entry)
        return note(at: time, inWindowEndingAfter: inside, changedFrom: inside, calendar: calendar)
    }

    /// Adds a count to the live windows that hold it; false, and nothing added, when one that is not
    /// yet published has no room.
    private mutating func fold(_ entry: CountEntry, _ calendar: ShiftCalendar) -> Bool {
        let dropBefore = progress.advanced(byNanoseconds: -settings.retentionNanoseconds)
        guard let minute = Self.slot(for: entry, in: &minutes, dropBefore, calendar),
            let hour = Self.slot(for: entry, in: &hours, dropBefore, calendar),
            let shift = Self.slot(for: entry, in: &shifts, dropBefore, calendar)
        else { return false }
        let base = counts.base
        if minute >= 0 { minutes.fold(entry, base, at: minute) }
        if hour >= 0 { hours.fold(entry, base, at: hour) }
        if shift >= 0 { shifts.fold(entry, base, at: shift) }
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
        if let last = windows.slots.last, last.start <= inside, inside < last.end {
            return windows.slots.count - 1
        }
        guard windows.publishedThrough != nil,
            let window = windows.window(endingAfter: inside, calendar), window.start <= inside
        else { return -1 }
        if windows.isPublished(window.end) { return windows.position(start: window.start) ?? -1 }
        return windows.reserve(window, sealedBefore: dropBefore)
    }
}

extension WindowSlots {
    /// Adds a count to what left the history.
    mutating func fold(_ entry: CountEntry, _ base: CounterReadings, at position: Int) {
        slots.update(at: position) { slot in
            var readings = base
            slot.folded.add(entry.sample, after: &readings)
        }
    }
}
