import Records

extension OEETotals {
    /// Adds a piece of state, split by the calendar.
    @inline(__always)
    mutating func add(
        _ piece: StatePiece,
        calendar: ShiftCalendar,
        last segment: inout CoverSegment
    ) {
        calendar.cut(from: piece.start, to: piece.end, last: &segment) { start, end, cover in
            add(piece, from: start, to: end, cover)
        }
    }

    /// Adds a part of a piece of state that the calendar says one thing about.
    mutating func add(
        _ piece: StatePiece,
        from start: EventTime,
        to end: EventTime,
        _ cover: Cover
    ) {
        let length = end - start
        switch cover {
        case .unscheduled: add(length, to: .unscheduled)
        case .plannedBreak: add(length, to: .plannedBreak)
        case .scheduled: charge(length, piece)
        }
        if piece.beginsStop && start == piece.start && cover != .unscheduled {
            add(1, to: piece.isMinor ? .minorStopCount : .stopCount)
        }
    }

    private mutating func charge(_ length: Int64, _ piece: StatePiece) {
        if piece.isMinor {
            add(length, to: .minorStop)
            if piece.isUndecided { add(length, to: .undecided) }
        } else {
            let index = Int(piece.category.rawValue)
            values[index] = saturatingSum(values[index], length)
        }
    }

    /// Computes planned production time from the categories.
    mutating func settlePlanned(countsUnknown: Bool) {
        var planned = self[.minorStop]
        for index in OEEPrimitive.productive.rawValue...OEEPrimitive.down.rawValue {
            planned = saturatingSum(planned, values[index])
        }
        if countsUnknown { planned = saturatingSum(planned, self[.unknown]) }
        self[.planned] = planned
    }
}
