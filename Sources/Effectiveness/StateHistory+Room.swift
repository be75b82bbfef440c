import Records

extension StateHistory {
    /// The piece that must be folded into the windows before the oldest entry can leave, nil when an
    /// entry can leave without it (it was repeated or replaced at once).
    var pieceToFold: StatePiece? {
        let next = entries[1]
        if next.time == entries[0].time || isSecondRedundant { return nil }
        if entries[0].category == .down {
            return stop(
                max(entries[0].time, foldedThrough),
                next.time,
                begin: entries[0].time,
                ended: next.time,
                known: next.time
            )
        }
        return plain(max(entries[0].time, foldedThrough), next.time, entries[0].category)
    }

    /// Whether the second entry says nothing: a repeat of the first, or replaced at its own time.
    private var isSecondRedundant: Bool {
        let next = entries[1]
        return next.category == entries[0].category
            || (entries.count > 2 && entries[2].time == next.time)
    }

    /// Lets the oldest entry go after `pieceToFold` was added to the windows. The first entry keeps
    /// the time its run began, so that stops keep their full duration.
    mutating func dropOldest(foldedPiece: Bool) {
        let next = entries[1]
        if !foldedPiece && next.time != entries[0].time {
            entries.remove(at: 1)
        } else {
            entries.removeFirst()
        }
        frozenThrough = max(frozenThrough, next.time)
        if foldedPiece { foldedThrough = max(foldedThrough, next.time) }
    }

    /// Forgets entries that no live window needs: all but the one in effect at `time`.
    mutating func trim(before time: EventTime) {
        while entries.count > 1 && entries[1].time <= time {
            if entries[1].time != entries[0].time && isSecondRedundant {
                entries.remove(at: 1)
            } else {
                entries.removeFirst()
            }
        }
    }
}
