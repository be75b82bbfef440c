/// How often each output should be there, and how often it is.
struct OutputLedger {
    /// Where an output should come from.
    struct Origin: Hashable {
        let topic: Int
        let task: Int32
        let cycle: UInt64
    }

    /// What a record on the broker turned out to be.
    enum Finding { case wanted, repeated, unknown }

    private struct Entry {
        let origin: Origin
        var wanted: Int32 = 0
        var found: Int32 = 0
        /// A newer one with its key followed on a compacted topic, which may have removed it.
        var isReplaced = false
    }

    /// A key of a compacted topic.
    private struct Place: Hashable {
        let topic: Int
        let key: [UInt8]
    }

    private var entries: [OutputDigest: Entry] = [:]
    private var newest: [Place: OutputDigest] = [:]
    private(set) var wantedCount = 0
    private(set) var foundCount = 0
    private(set) var repeatedCount = 0
    private(set) var unknownCount = 0

    /// Notes an output that should be there.
    mutating func expect(_ digest: OutputDigest, from origin: @autoclosure () -> Origin) {
        wantedCount += 1
        entries[digest, default: Entry(origin: origin())].wanted += 1
    }

    /// Notes that an output of a compacted topic replaces the one before with its key.
    mutating func replace(_ digest: OutputDigest, topic: Int, key: [UInt8]) {
        let before = newest.updateValue(digest, forKey: Place(topic: topic, key: key))
        if let before, before != digest { entries[before]?.isReplaced = true }
    }

    /// Notes an output that is there.
    mutating func find(_ digest: OutputDigest) -> Finding {
        foundCount += 1
        guard let found = entries[digest]?.found, let wanted = entries[digest]?.wanted else {
            unknownCount += 1
            return .unknown
        }
        entries[digest]?.found = found + 1
        guard found >= wanted else { return .wanted }
        repeatedCount += 1
        return .repeated
    }

    /// Where outputs should have come from that are not there, and how many.
    var missing: [(origin: Origin, count: Int)] {
        var counts: [Origin: Int] = [:]
        for entry in entries.values where entry.found < entry.wanted && !entry.isReplaced {
            counts[entry.origin, default: 0] += Int(entry.wanted - entry.found)
        }
        return counts.map { ($0.key, $0.value) }.sorted {
            ($0.origin.task, $0.origin.cycle, $0.origin.topic)
                < ($1.origin.task, $1.origin.cycle, $1.origin.topic)
        }
    }
}
