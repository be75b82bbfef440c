/// Every key of every rule of one runner: found by identity, evicted by age of use within its rule.
///
/// Nothing depends on the order of a dictionary: it is only asked, never walked.
struct KeyTable {
    private(set) var slots: [KeySlot] = []
    var memories: [KeyMemory] = []
    private var index: [UInt64: Int32] = [:]
    private var free: [Int32] = []
    private var newest: [Int32]
    private var oldest: [Int32]
    private var counts: [Int]

    init(ruleCount: Int) {
        newest = Array(repeating: -1, count: ruleCount)
        oldest = newest
        counts = Array(repeating: 0, count: ruleCount)
    }

    /// How many keys a rule has.
    func count(rule: Int) -> Int { counts[rule] }
    /// How many keys all rules have.
    var count: Int { slots.count - free.count }

    subscript(slot: Int) -> KeySlot {
        @inline(__always) get { slots[slot] }
        @inline(__always) _modify { yield &slots[slot] }
    }

    func find(_ alert: UInt64) -> Int? { index[alert].map { Int($0) } }

    /// The key of a rule that was used longest ago.
    func oldest(rule: Int) -> Int? { oldest[rule] < 0 ? nil : Int(oldest[rule]) }

    /// The keys of a rule, newest use first.
    func keys(rule: Int) -> [Int] {
        var result: [Int] = []
        var slot = newest[rule]
        while slot >= 0 {
            result.append(Int(slot))
            slot = slots[Int(slot)].older
        }
        return result
    }

    mutating func insert(rule: Int, alert: UInt64, equipment: Int) -> Int {
        let slot: Int
        if let reused = free.popLast() {
            slot = Int(reused)
        } else {
            slot = slots.count
            slots.append(KeySlot())
            memories.append(KeyMemory())
        }
        slots[slot] = KeySlot()
        slots[slot].rule = Int32(rule)
        slots[slot].alert = alert
        slots[slot].equipment = Int32(equipment)
        slots[slot].isUsed = true
        index[alert] = Int32(slot)
        counts[rule] += 1
        link(slot, rule)
        return slot
    }

    /// Marks a key as the one used last.
    mutating func touch(_ slot: Int) {
        let rule = Int(slots[slot].rule)
        guard newest[rule] != Int32(slot) else { return }
        unlink(slot, rule)
        link(slot, rule)
    }

    mutating func remove(_ slot: Int) {
        let rule = Int(slots[slot].rule)
        unlink(slot, rule)
        index[slots[slot].alert] = nil
        counts[rule] -= 1
        slots[slot] = KeySlot()
        memories[slot] = KeyMemory()
        free.append(Int32(slot))
    }

    private mutating func link(_ slot: Int, _ rule: Int) {
        slots[slot].older = newest[rule]
        slots[slot].newer = -1
        if newest[rule] >= 0 { slots[Int(newest[rule])].newer = Int32(slot) }
        newest[rule] = Int32(slot)
        if oldest[rule] < 0 { oldest[rule] = Int32(slot) }
    }

    private mutating func unlink(_ slot: Int, _ rule: Int) {
        let (newer, older) = (slots[slot].newer, slots[slot].older)
        if newer >= 0 { slots[Int(newer)].older = older } else { newest[rule] = older }
        if older >= 0 { slots[Int(older)].newer = newer } else { oldest[rule] = newer }
    }
}
