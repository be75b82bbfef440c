import Records

/// What a calendar says about a stretch of time.
enum Cover {
    case scheduled
    case plannedBreak
    case unscheduled
}

extension ShiftCalendar {
    /// Cuts `[start, end)` at shift and break edges; the pieces come in order and leave no gap.
    @inline(__always)
    func cut(
        from start: EventTime,
        to end: EventTime,
        piece: (_ from: EventTime, _ to: EventTime, _ cover: Cover) -> Void
    ) {
        if isAlways { return cutBreaks(from: start, to: end, piece: piece) }
        var position = start
        var index = firstShiftIndex(endingAfter: start)
        while position < end {
            guard index < shifts.count, shifts[index].start < end else {
                piece(position, end, .unscheduled)
                return
            }
            let shift = shifts[index]
            if shift.start > position { piece(position, shift.start, .unscheduled) }
            let from = max(position, shift.start)
            let to = min(end, shift.end)
            cutBreaks(from: from, to: to, piece: piece)
            position = to
            index += 1
        }
    }

    @inline(__always)
    private func cutBreaks(
        from start: EventTime,
        to end: EventTime,
        piece: (_ from: EventTime, _ to: EventTime, _ cover: Cover) -> Void
    ) {
        var position = start
        var index = firstStopIndex(endingAfter: start)
        while position < end {
            guard index < plannedStops.count, plannedStops[index].start < end else {
                piece(position, end, .scheduled)
                return
            }
            let stop = plannedStops[index]
            if stop.start > position { piece(position, stop.start, .scheduled) }
            let to = min(end, stop.end)
            piece(max(position, stop.start), to, .plannedBreak)
            position = to
            index += 1
        }
    }
}
