import Records

extension StateHistory {
    /// Visits `[start, end)` in pieces of one category, judging stops by what is known at `known`.
    @inline(__always)
    func forEachPiece(
        from start: EventTime,
        to end: EventTime,
        known: EventTime,
        _ body: (StatePiece) -> Void
    ) {
        var cursor = max(start, foldedThrough)
        var position = lastPosition(atOrBefore: cursor)
        if position < 0 {
            let first = entries.first?.time ?? .distantFuture
            let to = min(end, first)
            if cursor < to { body(plain(cursor, to, .unknown)) }
            cursor = max(cursor, to)
            position = lastPosition(atOrBefore: cursor)
        }
        while cursor < end {
            let isStop = entries[position].category == .down
            let next = nextRun(after: position, through: isStop ? known : end)
            let to = min(end, next.map { entries[$0].time } ?? end)
            if isStop {
                let begin = runStart(at: position)
                let ended = next.map { entries[$0].time }
                body(stop(cursor, to, begin: begin, ended: ended, known: known))
            } else {
                body(plain(cursor, to, entries[position].category))
            }
            cursor = to
            position = next ?? position
        }
    }

    /// The position where another category takes over, looking no further than `limit`.
    func nextRun(after position: Int, through limit: EventTime) -> Int? {
        let category = entries[position].category
        var next = position + 1
        while next < entries.count && entries[next].time <= limit {
            while next + 1 < entries.count && entries[next + 1].time == entries[next].time {
                next += 1
            }
            if entries[next].category != category { return next }
            next += 1
        }
        return nil
    }

    func plain(_ start: EventTime, _ end: EventTime, _ category: LossCategory) -> StatePiece {
        StatePiece(
            start: start,
            end: end,
            category: category,
            isMinor: false,
            isUndecided: false,
            beginsStop: false
        )
    }

    func stop(
        _ start: EventTime,
        _ end: EventTime,
        begin: EventTime,
        ended: EventTime?,
        known: EventTime
    ) -> StatePiece {
        let isMinor = (ended ?? known) - begin < threshold
        return StatePiece(
            start: start,
            end: end,
            category: .down,
            isMinor: isMinor,
            isUndecided: isMinor && ended == nil,
            beginsStop: start == begin
        )
    }
}
