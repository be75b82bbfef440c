import Records

// Keys that make room: for others of their rule, with their equipment, or because nothing came for
// long. An alert that is open is cleared first, with the reason `evicted`.

extension RuleRunner {
    /// Forgets everything about an equipment, whose index goes to another one.
    ///
    /// Every key belongs to one equipment, for rules are refused whose key lacks it. O(keys of the
    /// equipment).
    public mutating func evict(equipment: Int, at time: EventTime, outputs: inout RuleOutputs) {
        for slot in keys.keys(equipment: equipment) { evict(slot, time, &outputs) }
        if equipment < timers.count { timers[equipment] = TimerHeap() }
    }

    /// Forgets keys whose last event is `nanoseconds` behind the progress of their equipment, at most
    /// `limit` of them and of each rule those that were used longest ago first. O(rules + keys that go).
    public mutating func evictUnused(
        for nanoseconds: Int64,
        limit: Int,
        progress: (Int) -> EventTime,
        outputs: inout RuleOutputs
    ) {
        var left = limit
        for rule in bindings.indices {
            while left > 0, let slot = keys.oldest(rule: rule) {
                let now = progress(Int(keys[slot].equipment))
                let last = EventTime(nanoseconds: lastUse(slot))
                guard now - last >= nanoseconds else { break }
                evict(slot, now, &outputs)
                left -= 1
            }
        }
    }

    /// The last event of a key, or when an operator spoke of it.
    private func lastUse(_ slot: Int) -> Int64 {
        keys.memories[slot].holds.reduce(keys[slot].lastEvent) { max($0, $1.since) }
    }

    /// Forgets the key of a rule that was used longest ago.
    mutating func makeRoom(_ rule: Int, _ time: EventTime, _ outputs: inout RuleOutputs) {
        guard var victim = keys.oldest(rule: rule) else { return }
        // An alert that is open is worth more than one that is not: look a little further.
        var candidate = Int32(victim)
        for _ in 0..<16 where candidate >= 0 {
            if !keys[Int(candidate)].isOpen, !keys[Int(candidate)].isTold {
                victim = Int(candidate)
                break
            }
            candidate = keys[Int(candidate)].newer
        }
        evict(victim, time, &outputs)
    }

    private mutating func evict(_ slot: Int, _ time: EventTime, _ outputs: inout RuleOutputs) {
        bindings[Int(keys[slot].rule)].counters.evictions += 1
        evictedKeyCount += 1
        willChange(slot)
        let wasOpen = keys[slot].isOpen
        // Nothing ends before it began.
        let end = max(time.nanoseconds, lastUse(slot))
        for lane in [AlertLane.main, .missing] where keys[slot][lane].isOpen {
            let time = max(end, keys[slot][lane].raisedAt)
            let state: AlertState = keys[slot][lane].mark == .none ? .normal : .cleared
            finish(slot, lane, time, "evicted", as: state, nil, &outputs)
        }
        keys[slot].main = AlertRecord()
        keys[slot].missing = AlertRecord()
        noteOpen(slot, wasOpen)
        keys.remove(slot)
    }
}
