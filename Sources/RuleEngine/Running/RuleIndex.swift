import Records

/// Which rules of one topic an event can concern, found through the values of text fields.
struct RuleIndex {
    private struct Bucket {
        var text: [UInt8]
        var rules: [Int32]
    }

    /// One indexed field: open addressing over the bytes of its values.
    private struct Field {
        var slot: Int
        var buckets: [Int32]
        var entries: [Bucket] = []
        var hashes: [UInt64] = []
    }

    /// Rules that look at every event of the topic.
    private(set) var always: [Int32] = []
    private var fields: [Field] = []

    /// Adds a rule; without a term, or with a term on a field that the plan leaves out, it looks
    /// at everything.
    mutating func add(rule: Int, term: RuleDefinition.Term?, plan: FieldPlan) {
        guard let term, let slot = plan.slot(term.field) else {
            always.append(Int32(rule))
            return
        }
        let index: Int
        if let known = fields.firstIndex(where: { $0.slot == slot }) {
            index = known
        } else {
            fields.append(Field(slot: slot, buckets: Array(repeating: -1, count: 8)))
            index = fields.count - 1
        }
        Self.insert(Array(term.text.utf8), Int32(rule), into: &fields[index])
    }

    private static func insert(_ text: [UInt8], _ rule: Int32, into field: inout Field) {
        if let known = field.entries.firstIndex(where: { $0.text == text }) {
            field.entries[known].rules.append(rule)
            return
        }
        field.entries.append(Bucket(text: text, rules: [rule]))
        field.hashes.append(unsafe text.withUnsafeBytes { unsafe StableHash.fnv1a($0) })
        if field.entries.count * 2 > field.buckets.count {
            field.buckets = Array(repeating: -1, count: field.buckets.count * 2)
            for entry in field.entries.indices { place(entry, in: &field) }
        } else {
            place(field.entries.count - 1, in: &field)
        }
    }

    private static func place(_ entry: Int, in field: inout Field) {
        var bucket = Int(truncatingIfNeeded: field.hashes[entry]) & (field.buckets.count - 1)
        while field.buckets[bucket] >= 0 { bucket = (bucket + 1) & (field.buckets.count - 1) }
        field.buckets[bucket] = Int32(entry)
    }

    /// How many fields are indexed.
    var fieldCount: Int { fields.count }

    /// The bucket of an indexed field that an event belongs to, or nil.
    @inline(__always)
    func bucket(_ field: Int, _ event: borrowing EventFields) -> Int? {
        let value = event[fields[field].slot]
        guard value.isText else { return nil }
        let entry = unsafe event.withText(value) { unsafe find($0, field) }
        return entry >= 0 ? entry : nil
    }

    /// How many rules a bucket has.
    @inline(__always)
    func ruleCount(_ field: Int, _ bucket: Int) -> Int { fields[field].entries[bucket].rules.count }

    /// A rule of a bucket, in the order of the set.
    @inline(__always)
    func rule(_ field: Int, _ bucket: Int, _ position: Int) -> Int {
        Int(fields[field].entries[bucket].rules[position])
    }

    /// Every rule that an event can concern, in the order in which they are asked.
    func rules(_ event: borrowing EventFields) -> [Int32] {
        var rules = always
        for field in fields.indices {
            guard let bucket = bucket(field, event) else { continue }
            rules += fields[field].entries[bucket].rules
        }
        return rules
    }

    private func find(_ text: UnsafeRawBufferPointer, _ index: Int) -> Int {
        let mask = fields[index].buckets.count - 1
        let hash = unsafe StableHash.fnv1a(text)
        var bucket = Int(truncatingIfNeeded: hash) & mask
        while fields[index].buckets[bucket] >= 0 {
            let entry = Int(fields[index].buckets[bucket])
            if fields[index].hashes[entry] == hash,
                unsafe fields[index].entries[entry].text.elementsEqual(text)
            {
                return entry
            }
            bucket = (bucket + 1) & mask
        }
        return -1
    }
}
