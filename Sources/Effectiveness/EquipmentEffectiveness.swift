import Records
import Windows

/// Overall equipment effectiveness of one equipment, by minute, hour, shift and day.
///
///     states, counts ──► sorted histories ──(history full)──► folded into live windows
///                              │                                        │
///                              └────────── window = history + folded ◄──┘──► records
///
/// Windows are evaluated from time-sorted histories, so a final record does not depend on the order
/// of arrival. Time is `[start, end)` for states and `(start, end]` for counts. Memory is taken as it is
/// needed, up to what the settings allow: see `byteCount`. Counts that come in order are summed and
/// touch no window until somebody looks; `takt bench oee` measures what everything costs. One owner;
/// every call takes the calendar that holds for the equipment.
public struct EquipmentEffectiveness: ~Copyable {
    /// How effectiveness is computed here.
    public let settings: EffectivenessSettings
    var progressOfEvents = Progress()
    var states: StateHistory
    var counts: CountHistory
    var minutes: WindowSlots
    var hours: WindowSlots
    var shifts: WindowSlots
    var days: WindowSlots
    /// Counts that are not in their windows yet.
    var tally = CountTally()
    /// Published windows that end after this time may have changed.
    var changedFrom = EventTime.distantFuture
    /// Where the oldest window that takes corrections begins.
    var correctableFrom = EventTime.distantPast
    /// What the calendar said last.
    var segment = CoverSegment()
    /// The first event; before anything is published the first window may move back to it.
    var earliest = EventTime.distantFuture
    /// The end of the first window that is not published.
    var nextEnd = EventTime.distantFuture

    /// Effectiveness of an equipment that has not been heard of.
    public init(settings: EffectivenessSettings) {
        self.settings = settings
        states = StateHistory(
            limit: settings.stateHistoryLimit,
            threshold: settings.microStopThresholdNanoseconds
        )
        counts = CountHistory(limit: settings.countHistoryLimit, policy: settings.counterPolicy)
        minutes = WindowSlots(
            kind: .minute,
            lengthNanoseconds: Nanoseconds.minute,
            limit: settings.liveWindowLimit(lengthNanoseconds: Nanoseconds.minute)
        )
        hours = WindowSlots(
            kind: .hour,
            lengthNanoseconds: Nanoseconds.hour,
            limit: settings.liveWindowLimit(lengthNanoseconds: Nanoseconds.hour)
        )
        shifts = WindowSlots(
            kind: .shift,
            lengthNanoseconds: nil,
            limit: settings.liveWindowLimit(lengthNanoseconds: 4 * Nanoseconds.hour)
        )
        days = WindowSlots(
            kind: .day,
            lengthNanoseconds: nil,
            limit: settings.liveWindowLimit(lengthNanoseconds: 20 * Nanoseconds.hour)
        )
    }

    /// How far the equipment has come: its newest event less the allowed lateness, or the last tick.
    public var progress: EventTime { progressOfEvents.time }

    /// The time of the newest event, `.distantPast` before the first.
    public var newest: EventTime { progressOfEvents.newest }

    /// Bytes of memory taken, its own and that of its histories and windows; what the allocator adds
    /// to each of up to seven blocks is not in it.
    public var byteCount: Int {
        MemoryLayout<EquipmentEffectiveness>.stride + states.entries.byteCount
            + counts.keys.byteCount + (counts.counters?.entries.byteCount ?? 0)
            + minutes.slots.byteCount + hours.slots.byteCount + shifts.slots.byteCount
            + days.slots.byteCount
    }

    /// Whether `advance` has something to publish; cheap enough to ask after each event.
    public var isDue: Bool {
        progress > nextEnd || changedFrom != .distantFuture
            || undecidedCount > 0
    }

    var undecidedCount: Int32 {
        minutes.undecidedCount + hours.undecidedCount + shifts.undecidedCount
            + days.undecidedCount
    }

    /// The state in effect at the newest change, nil before the first.
    public var state: LossCategory? { states.entries.last?.category }

    /// Starts the windows at a time, for equipment that is planned but has not been heard of.
    public mutating func begin(at time: EventTime) { include(time, .always) }

    mutating func observe(_ time: EventTime) {
        guard settings.movesWithEvents else {
            _ = progressOfEvents.see(time)
            return
        }
        progressOfEvents.observe(
            time,
            allowedLatenessNanoseconds: settings.late.allowedLatenessNanoseconds
        )
    }

    /// What a late change is called, and whether published windows need another look.
    mutating func noteLate(
        inWindowEndingAfter inside: EventTime,
        changedFrom from: EventTime,
        calendar: ShiftCalendar
    ) -> Acceptance {
        let graceFrom = progress.advanced(byNanoseconds: -settings.late.graceNanoseconds)
        let published = max(
            minutes.publishedThrough ?? .distantPast,
            max(
                hours.publishedThrough ?? .distantPast,
                max(shifts.publishedThrough ?? .distantPast, days.publishedThrough ?? .distantPast)
            )
        )
        if from < published { changedFrom = min(changedFrom, from) }
        let revises =
            Self.isCorrectable(minutes, inside, graceFrom, calendar)
            || Self.isCorrectable(hours, inside, graceFrom, calendar)
            || Self.isCorrectable(shifts, inside, graceFrom, calendar)
            || Self.isCorrectable(days, inside, graceFrom, calendar)
        return revises ? .revises : .lateButOpen
    }

    private static func isCorrectable(
        _ windows: borrowing WindowSlots,
        _ inside: EventTime,
        _ graceFrom: EventTime,
        _ calendar: ShiftCalendar
    ) -> Bool {
        guard windows.hasPublished, let window = windows.window(endingAfter: inside, calendar)
        else {
            return false
        }
        return windows.isPublished(window.end) && window.end >= graceFrom
    }
}
