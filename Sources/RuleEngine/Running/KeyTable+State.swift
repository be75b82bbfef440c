extension KeyTable {
    /// Calls a function with the keys of a rule, oldest use first, which is the order to insert them
    /// in again.
    func forEachFromOldest(rule: Int, _ body: (Int) -> Void) {
        var slot = oldest(rule: rule) ?? -1
        while slot >= 0 {
            body(slot)
            slot = Int(self[slot].newer)
        }
    }

    /// Takes a key in as the one used last; nil when there is a key of the same identity.
    ///
    /// Slots are given out anew: nothing that leaves the runner depends on their numbers.
    mutating func restore(_ key: consuming StoredKey, rule: Int) -> Int? {
        guard find(key.slot.alert) == nil else { return nil }
        let slot = insert(
            rule: rule,
            alert: key.slot.alert,
            equipment: Int(key.slot.equipment)
        )
        key.slot.rule = self[slot].rule
        key.slot.isUsed = true
        key.slot.newer = self[slot].newer
        key.slot.older = self[slot].older
        // Timers are armed one by one, so that the heap learns of them.
        key.slot.due = self[slot].due
        self[slot] = key.slot
        memories[slot] = key.memory
        return slot
    }
}
