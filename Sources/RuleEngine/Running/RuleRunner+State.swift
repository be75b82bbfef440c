import Records

// A runner as bytes: a head, and then one row for each slot of the table of keys.
//
//     head   uses of keys, number of slots, number of rules
//            place in the set, card, counters, quarantine of each rule that did anything
//            -1, card, counters, quarantine, keys of each that had gone before
//     row    0, or 1, place of its rule, number of its last use, key
//
// A rule is taken over by name and text, whatever its place, because the set may be another one when the
// bytes are read. Not written, because it follows from the rest: heaps of timers, chains of
// keys, counts of open keys. Not written, because no result depends on it: the number of the last event,
// which only tells events within one call apart, and Lua interpreters, which are made at the next
// match from the same text.

extension RuleRunner {
    /// Notes the keys as they are now, for `writeKeys`. Until all are written, each that is about to change
    /// is copied first. O(keys), four bytes each.
    ///
    /// - Parameter copiesFirst: See `StateCapture`.
    public mutating func beginCapture(copiesFirst: Bool = true) {
        capture = StateCapture(rowCount: keys.slots.count, copiesFirst: copiesFirst)
    }

    /// Writes the next keys of a capture until the writer holds `byteCount` bytes; true when there are no
    /// more.
    public mutating func writeKeys(to writer: inout StateWriter, until byteCount: Int) -> Bool {
        guard let capture else { return true }
        capture.write(to: &writer, until: byteCount) { writeKey($0, to: &$1) }
        if capture.isDone { self.capture = nil }
        return capture.isDone
    }

    /// A key is about to change: a snapshot under way needs it as it is.
    func willChange(_ slot: Int) { capture?.keep(slot) { writeKey($0, to: &$1) } }

    /// Writes everything that future outputs depend on, except the keys. O(rules).
    public func writeHead(to writer: inout StateWriter) {
        writer.write(keys.useCount)
        writer.write(count: keys.slots.count)
        writer.write(count: bindings.indices.count { isWorthWriting($0) } + orphans.count)
        for orphan in orphans {
            writer.write(Int32(-1))
            orphan.write(to: &writer)
        }
        for rule in bindings.indices where isWorthWriting(rule) {
            writer.write(Int32(rule))
            writer.write(RuleCard(set.rules[rule]))
            writer.write(bindings[rule].counters)
            writer.write(bindings[rule].quarantine)
        }
    }

    private func isWorthWriting(_ rule: Int) -> Bool {
        keys.count(rule: rule) > 0 || bindings[rule].counters != RuleCounters()
    }

    /// Writes one slot of the table of keys. Allocates nothing per quiet key.
    func writeKey(_ slot: Int, to writer: inout StateWriter) {
        writer.write(keys.slots[slot].isUsed)
        guard keys.slots[slot].isUsed else { return }
        let rule = Int(keys.slots[slot].rule)
        writer.write(keys.slots[slot].rule)
        writer.write(keys.slots[slot].use)
        StoredKey.write(
            keys.slots[slot],
            keys.memories[slot],
            missingTitle: keys.slots[slot].missing.isOpen
                ? missingTitle(set.rules[rule], keys.memories[slot]) : "",
            to: &writer
        )
    }
}
