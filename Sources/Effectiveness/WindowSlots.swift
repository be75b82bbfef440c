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
    /// How time is cut; nil for shifts and days, which the calendar cuts.
    let grid: TimeGrid?
    var slots: RingBuffer<WindowSlot>
    /// Windows that end after this time have not been published; nil before the first event.
    var publishedThrough: EventTime?
    var hasPublished = false
    var undecidedCount = 0

    init(kind: OEEWindowKind, lengthNanoseconds: Int64?, limit: Int) {
        self.kind = kind
        grid = lengthNanoseconds.map { TimeGrid(lengthNanoseconds: $0) }
        slots = RingBuffer(capacity: limit)
    }

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

    /// The window of a slot, without copying the slot.
    func window(at position: Int) -> PlantWindow {
        slots.read(at: position) { PlantWindow(start: $0.start, end: $0.end) }
    }

    /// The position of the slot of a window, nil when there is none.
    func position(start: EventTime) -> Int? {
        var position = slots.count
        while position > 0 {
            position -= 1
            let candidate = self.window(at: position).start
            if candidate == start { return position }
            if candidate < start { return nil }
        }
        return nil
    }

    /// The position of the slot of a window, made if there is none; nil when there is no room.
    mutating func reserve(_ window: PlantWindow, sealedBefore: EventTime) -> Int? {
        var position = slots.count
        while position > 0 && self.window(at: position - 1).start >= window.start {
            position -= 1
            if self.window(at: position).start == window.start { return position }
        }
        if slots.isFull {
            let dropped = drop(sealedBefore: sealedBefore)
            if slots.isFull { return nil }
            position = max(position - dropped, 0)
        }
        let slot = WindowSlot(start: window.start, end: window.end)
        return slots.insert(slot, at: position) ? position : nil
    }

    /// Forgets published windows that ended before a time; returns how many.
    mutating func drop(sealedBefore time: EventTime) -> Int {
        var dropped = 0
        while let first = slots.first, first.end < time, isPublished(first.end) {
            if first.isUndecided { undecidedCount -= 1 }
            slots.removeFirst()
            dropped += 1
        }
        return dropped
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
