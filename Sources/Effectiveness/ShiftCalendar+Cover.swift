import Records

/// What a calendar says about a stretch of time.
enum Cover: BitwiseCopyable {
    case scheduled
    case plannedBreak
    case unscheduled
}

/// The longest stretch around a time about which a calendar says one thing.
///
/// Machines ask about the same stretch thousands of times, so each keeps the last answer.
struct CoverSegment: BitwiseCopyable {
    var start = EventTime.distantFuture
    var end = EventTime.distantPast
    var cover = Cover.unscheduled
    /// Of the calendar that gave the answer, so that a new calendar is not mistaken for the old one.
    var fingerprint: UInt64 = 0
}

extension ShiftCalendar {
    /// Cuts `[start, end)` at shift and break edges; the pieces come in order and leave no gap.
    @inline(__always)
    func cut(
        from start: EventTime,
        to end: EventTime,
        last segment: inout CoverSegment,
        piece: (_ from: EventTime, _ to: EventTime, _ cover: Cover) -> Void
    ) {
        var position = start
        while position < end {
            let isKnown =
                segment.start <= position && position < segment.end
                && segment.fingerprint == fingerprint
            if !isKnown { segment = self.segment(at: position) }
            let to = min(end, segment.end)
            piece(position, to, segment.cover)
            position = to
        }
    }

    /// What holds at a time, and from when to when. O(log of shifts and stops).
    private func segment(at time: EventTime) -> CoverSegment {
        var segment = CoverSegment(
            start: .distantPast,
            end: .distantFuture,
            cover: .scheduled,
            fingerprint: fingerprint
        )
        if !isAlways {
            let index = firstShiftIndex(endingAfter: time)
            if index > 0 { segment.start = shifts[index - 1].end }
            if index == shifts.count || shifts[index].start > time {
                if index < shifts.count { segment.end = shifts[index].start }
                segment.cover = .unscheduled
                return segment
            }
            segment.start = shifts[index].start
            segment.end = shifts[index].end
        }
        let index = firstStopIndex(endingAfter: time)
        if index > 0 { segment.start = max(segment.start, plannedStops[index - 1].end) }
        guard index < plannedStops.count else { return segment }
        if plannedStops[index].start <= time {
            segment.start = max(segment.start, plannedStops[index].start)
            segment.end = min(segment.end, plannedStops[index].end)
            segment.cover = .plannedBreak
        } else {
            segment.end = min(segment.end, plannedStops[index].start)
        }
        return segment
    }
}
