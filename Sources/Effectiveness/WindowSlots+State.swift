import Records
import Windows

/// How far windows of one kind have come.
private enum Stage: UInt8 {
    case notBegun
    /// The first window is the one that holds the first event; nothing is published.
    case begun
    case published
}

extension WindowSlots {
    /// Writes the live windows: 5 or 13 bytes, and for a window 12 to 41 and 8 for each primitive
    /// that is not zero.
    func write(to writer: inout StateWriter) {
        let stage: Stage =
            hasPublished ? .published : publishedThrough == nil ? .notBegun : .begun
        writer.write(stage.rawValue)
        if stage == .published, let publishedThrough { writer.write(publishedThrough) }
        writer.write(count: Int(slots.count))
        var place = 0
        while place < slots.end {
            let slot = slots.slot(at: place)
            place = slots.next(after: place)
            writer.write(slot.start)
            if grid == nil { writer.write(slot.end) }
            slot.folded.write(to: &writer)
            guard isPublished(slot.end) else { continue }
            writer.write(slot.revision)
            writer.write(slot.isUndecided)
            writer.write(slot.fingerprint)
        }
    }

    /// Fills empty slots, for an equipment that was first heard of at `earliest`; an error when more
    /// windows were written than fit, or they are not sorted windows of this kind.
    mutating func restore(
        from reader: inout StateReader,
        earliest: EventTime
    ) throws(StateError) {
        switch try reader.readCase(of: Stage.self) {
        case .notBegun: break
        case .begun: publishedThrough = earliest
        case .published:
            hasPublished = true
            publishedThrough = try readEdge(from: &reader)
        }
        let count = try reader.readCount(limit: Int(slots.limit), elementByteCount: 12)
        for _ in 0..<count {
            let slot = try readSlot(from: &reader)
            if slots.newest >= 0, slots.window(at: slots.newest).start >= slot.start {
                throw reader.invalid("windows out of order")
            }
            if slot.isUndecided { undecidedCount += 1 }
            slots.insert(slot, at: slots.end)
        }
    }

    /// Where a window of this kind ends. The calendar of shifts is not known here.
    private func readEdge(from reader: inout StateReader) throws(StateError) -> EventTime {
        let edge = try reader.readTime()
        guard let grid, edge < .distantFuture else { return edge }
        guard grid.start(of: grid.index(of: edge)) == edge else {
            throw reader.invalid("a window that ends at \(edge.nanoseconds) ns")
        }
        return edge
    }

    private func readSlot(from reader: inout StateReader) throws(StateError) -> WindowSlot {
        var slot = WindowSlot(start: try reader.readTime(), end: .distantPast)
        if let grid {
            let index = grid.index(of: slot.start)
            guard grid.start(of: index) == slot.start else {
                throw reader.invalid("a window that starts at \(slot.start.nanoseconds) ns")
            }
            slot.end = grid.end(of: index)
        } else {
            slot.end = try reader.readTime()
        }
        guard slot.start < slot.end else { throw reader.invalid("a window without length") }
        slot.folded = try OEETotals(from: &reader)
        guard isPublished(slot.end) else { return slot }
        slot.revision = try reader.read(in: 0...(.max / 2), "a revision")
        slot.isUndecided = try reader.readBool()
        slot.fingerprint = try reader.read()
        return slot
    }
}
