import Records

/// Every key of every rule of one runner: found by identity, evicted by age of use within its rule, or
/// with its equipment.
///
/// Nothing depends on the order of a dictionary: it is only asked, never walked. Which slot a key gets
/// depends on which are vacant and on nothing else, so a table that was written and read again goes on
/// in the same way.
struct KeyTable {
    private(set) var slots: [KeySlot] = []
    var memories: [KeyMemory] = []
    /// Counts uses of keys; each leaves its number in the slot.
    var useCount: UInt64 = 0
    private var index: [UInt64: Int32] = [:]
    private var vacancies = Vacancies()
    private var newest: [Int32]
    private var oldest: [Int32]
    private var counts: [Int]
    // The first key of each equipment; the others hang on it in no order that matters.
    private var firstOfEquipment: [Int32] = []

    init(ruleCount: Int) {
        newest = Array(repeating: -1, count: ruleCount)
        oldest = newest
        counts = Array(repeating: 0, count: ruleCount)
    }

    /// How many keys a rule has.
    func count(rule: Int) -> Int { counts[rule] }
    /// How many keys all rules have.
    var count: Int { slots.count - vacancies.count }

    subscript(slot: Int) -> KeySlot {
        @inline(__always) get { slots[slot] }
        @inline(__always) _modify { yield &slots[slot] }
    }

    func find(_ alert: UInt64) -> Int? { index[alert].map { Int($0) } }

    /// The key of a rule that was used longest ago.
    func oldest(rule: Int) -> Int? { oldest[rule] < 0 ? nil : Int(oldest[rule]) }

    /// The keys of an equipment, by rule and identity.
    func keys(equipment: Int) -> [Int] {
        guard equipment < firstOfEquipment.count else { return [] }
        var result: [Int] = []
        var slot = firstOfEquipment[equipment]
        while slot >= 0 {
            result.append(Int(slot))
            slot = slots[Int(slot)].nextOfEquipment
        }
        return result.sorted {
            (slots[$0].rule, slots[$0].alert) < (slots[$1].rule, slots[$1].alert)
        }
    }

    /// The slot that the next key gets.
    var nextSlot: Int { vacancies.first ?? slots.count }

    mutating func insert(rule: Int, alert: UInt64, equipment: Int) -> Int {
        let slot = vacancies.take() ?? slots.count
        if slot == slots.count { appendVacant() }
        slots[slot].rule = Int32(rule)
        slots[slot].alert = alert
        slots[slot].isUsed = true
        index[alert] = Int32(slot)
        counts[rule] += 1
        hang(slot, on: equipment)
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
        takeDown(slot)
        index[slots[slot].alert] = nil
        counts[rule] -= 1
        slots[slot] = KeySlot()
        memories[slot] = KeyMemory()
        vacancies.insert(slot)
    }

    /// Gives every rule another number, -1 for rules that have no keys any more. O(keys).
    mutating func renumber(_ places: [Int], ruleCount: Int) {
        let old = (newest: newest, oldest: oldest, counts: counts)
        newest = Array(repeating: -1, count: ruleCount)
        oldest = newest
        counts = Array(repeating: 0, count: ruleCount)
        for (rule, place) in places.enumerated() where place >= 0 {
            newest[place] = old.newest[rule]
            oldest[place] = old.oldest[rule]
            counts[place] = old.counts[rule]
        }
        for slot in slots.indices where slots[slot].isUsed {
            let place = places[Int(slots[slot].rule)]
            precondition(place >= 0, "A key cannot outlive its rule.")
            slots[slot].rule = Int32(place)
        }
    }

    // MARK: Being built as another one was

    /// Leaves the next slot vacant.
    mutating func appendVacancy() {
        vacancies.insert(slots.count)
        appendVacant()
    }

    /// Takes a key into the next slot; false when there is a key of the same identity. It is in no order
    /// of use before `sortUses`.
    mutating func append(_ key: consuming StoredKey, rule: Int) -> Bool {
        guard find(key.slot.alert) == nil else { return false }
        let slot = slots.count
        let equipment = Int(key.slot.equipment)
        key.slot.rule = Int32(rule)
        key.slot.isUsed = true
        // Timers are armed one by one, so that the heap learns of them.
        key.slot.due = KeySlot().due
        slots.append(key.slot)
        memories.append(key.memory)
        index[slots[slot].alert] = Int32(slot)
        counts[rule] += 1
        hang(slot, on: equipment)
        return true
    }

    /// Puts the keys of each rule into the order in which they were used.
    mutating func sortUses() {
        let used = slots.indices.filter { slots[$0].isUsed }
        for slot in used.sorted(by: { (slots[$0].use, $0) < (slots[$1].use, $1) }) {
            chain(slot, Int(slots[slot].rule))
        }
    }

    // MARK: Chains

    private mutating func appendVacant() {
        slots.append(KeySlot())
        memories.append(KeyMemory())
    }

    private mutating func link(_ slot: Int, _ rule: Int) {
        useCount += 1
        slots[slot].use = useCount
        chain(slot, rule)
    }

    private mutating func chain(_ slot: Int, _ rule: Int) {
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

    private mutating func hang(_ slot: Int, on equipment: Int) {
        while firstOfEquipment.count <= equipment { firstOfEquipment.append(-1) }
        let first = firstOfEquipment[equipment]
        slots[slot].equipment = Int32(equipment)
        slots[slot].nextOfEquipment = first
        slots[slot].previousOfEquipment = -1
        if first >= 0 { slots[Int(first)].previousOfEquipment = Int32(slot) }
        firstOfEquipment[equipment] = Int32(slot)
    }

    private mutating func takeDown(_ slot: Int) {
        let (next, previous) = (slots[slot].nextOfEquipment, slots[slot].previousOfEquipment)
        if next >= 0 { slots[Int(next)].previousOfEquipment = previous }
        if previous >= 0 {
            slots[Int(previous)].nextOfEquipment = next
        } else {
            firstOfEquipment[Int(slots[slot].equipment)] = next
        }
    }
}
