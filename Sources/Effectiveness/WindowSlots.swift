import Records
import Windows

/// What is kept about a window that is open or may still be corrected.
struct WindowSlot: BitwiseCopyable {
    var start: EventTime
    var end: EventTime
    /// 0 until it is published.
    var revision: Int32 = 0
    var isUndecided = false
    /// Of what was last published.
    var fingerprint: UInt64 = 0
    /// What left the histories while the window was live.
    var folded = OEETotals()
}

/// The live windows of one kind, sorted, and how far the kind has been published.
struct WindowSlots: ~Copyable {
    let kind: OEEWindowKind
    var slots: SlotBytes
    /// Windows that end after this time have not been published; nil before the first event.
    var publishedThrough: EventTime?
    var hasPublished = false
    var undecidedCount: Int32 = 0

    init(kind: OEEWindowKind, lengthNanoseconds: Int64?, limit: Int) {
        self.kind = kind
        let grid = lengthNanoseconds.map { TimeGrid(lengthNanoseconds: $0) }
        slots = SlotBytes(grid: grid, limit: limit)
    }

    /// How time is cut; nil for shifts and days, which the calendar cuts.
    var grid: TimeGrid? { slots.grid }

    /// The first window that ends after a time.
    func window(endingAfter time: EventTime, _ calendar: ShiftCalendar) -> PlantWindow? {
        if let grid {
            let index = grid.index(of: time)
            return PlantWindow(start: grid.start(of: index), end: grid.end(of: index))
        }
        if kind == .day {
            let day = calendar.day(at: time)
            return PlantWindow(start: day.start, end: day.end)
        }
        return calendar.firstShift(endingAfter: time).map {
            PlantWindow(start: $0.start, end: $0.end)
        }
    }

    /// The place of the slot of a window, nil when there is none.
    func place(start: EventTime) -> Int? {
        let place = place(atOrAfter: start)
        return place < slots.end && slots.window(at: place).start == start ? place : nil
    }

    /// The place of the first slot that begins at or after a time, else the end. O(1) near the newest
    /// end, where nearly all questions are, else O(slots).
    private func place(atOrAfter start: EventTime) -> Int {
        let newest = slots.newest
        if newest < 0 || slots.window(at: newest).start < start { return slots.end }
        var place = 0
        while slots.window(at: place).start < start { place = slots.next(after: place) }
        return place
    }

    /// The place of the slot of a window, made if there is none; nil when there is no room.
    mutating func reserve(_ window: PlantWindow, sealedBefore: EventTime) -> Int? {
        if let place = place(start: window.start) { return place }
        if slots.isFull {
            drop(sealedBefore: sealedBefore)
            if slots.isFull { return nil }
        }
        let place = place(atOrAfter: window.start)
        slots.insert(WindowSlot(start: window.start, end: window.end), at: place)
        return place
    }

    /// Forgets published windows that ended before a time.
    mutating func drop(sealedBefore time: EventTime) {
        while !slots.isEmpty {
            let end = slots.window(at: 0).end
            guard end < time, isPublished(end) else { return }
            if undecidedCount > 0, slots.slot(at: 0).isUndecided { undecidedCount -= 1 }
            slots.removeFirst()
        }
    }

    /// Whether the window that ends at a time has had its turn.
    func isPublished(_ end: EventTime) -> Bool { publishedThrough.map { end <= $0 } ?? false }

    /// The first window that has not had its turn.
    func nextWindow(_ calendar: ShiftCalendar) -> PlantWindow? {
        publishedThrough.flatMap { window(endingAfter: $0, calendar) }
    }

    /// Before anything is published the first window may still move back to an earlier event.
    mutating func include(_ time: EventTime) {
        guard let through = publishedThrough else {
            publishedThrough = time
            return
        }
        if !hasPublished && time < through { publishedThrough = time }
    }
}

/// A stretch of time that is reported on.
struct PlantWindow: BitwiseCopyable {
    var start: EventTime
    var end: EventTime
}
