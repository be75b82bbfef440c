import Records

extension OEETotals {
    /// Adds the part of a piece of state that lies in `[start, end)`, split by the calendar.
    mutating func add(
        _ piece: StatePiece,
        from start: EventTime,
        to end: EventTime,
        calendar: ShiftCalendar
    ) {
        let from = max(piece.start, start)
        let to = min(piece.end, end)
        guard from < to else { return }
        let isBeginning = piece.beginsStop && from == piece.start
        calendar.cut(from: from, to: to) { cutStart, cutEnd, cover in
            let length = cutEnd - cutStart
            switch cover {
            case .unscheduled: add(length, to: .unscheduled)
            case .plannedBreak: add(length, to: .plannedBreak)
            case .scheduled: charge(length, piece)
            }
            if isBeginning && cutStart == from && cover != .unscheduled {
                add(1, to: piece.isMinor ? .minorStopCount : .stopCount)
            }
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
