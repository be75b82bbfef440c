import Records

/// The cycles that a task has to go through again, in their order.
///
/// In at-least-once delivery a former owner that was cut off may still have written to the log. Of two
/// entries for one cycle the one of the later owner counts, and so does everything it wrote after; and
/// before it what that owner had found in the log, whatever others added meanwhile.
struct OrderScript {
    private(set) var entries: [OrderEntry] = []
    /// Entries that a later owner replaced; another one still may have gone on from them.
    private var replaced: [OrderEntry] = []
    /// The latest owner that wrote anything.
    private(set) var epoch: UInt32 = 0
    /// The last cycle whose outputs, and all before, are known to be out.
    private(set) var acknowledgedThrough: UInt64 = 0

    /// Where a later owner than the snapshot's began before the snapshot's cycle: the snapshot is from
    /// an owner that was succeeded, of a line that has ended.
    private(set) var fork: SnapshotFork?

    /// Adds the next entry of the log; `after` is the cycle of the snapshot, `snapshotEpoch` its owner,
    /// 0 when there is none. What an owner before that one wrote of later cycles is of another line.
    mutating func add(_ entry: OrderEntry, after cycle: UInt64, snapshotEpoch: UInt32 = 0) {
        guard entry.epoch >= epoch, entry.cycle <= cycle || entry.epoch >= snapshotEpoch else {
            return
        }
        epoch = entry.epoch
        if snapshotEpoch > 0, entry.cycle <= cycle, entry.epoch > snapshotEpoch,
            entry.cycle < fork?.cycle ?? .max
        {
            fork = SnapshotFork(epoch: entry.epoch, cycle: entry.cycle)
        }
        acknowledgedThrough = max(acknowledgedThrough, entry.acknowledgedThrough)
        guard entry.cycle > cycle else { return }
        while let last = entries.last, last.cycle >= entry.cycle {
            replaced.append(last)
            entries.removeLast()
        }
        if let last = entries.last, !last.precedes(entry) { goBack(to: entry, after: cycle) }
        entries.append(entry)
    }

    /// Puts the cycles before an entry together again from what each says about the one before it, as far
    /// back as the lines differ; leaves them as they are when some are not there.
    private mutating func goBack(to entry: OrderEntry, after cycle: UInt64) {
        var line = [entry]
        var shared = entries.count
        while let first = line.last, first.cycle > cycle + 1 {
            while shared > 0, entries[shared - 1].cycle >= first.cycle { shared -= 1 }
            if shared > 0, entries[shared - 1].precedes(first) { break }
            guard let before = replaced.last(where: { $0.precedes(first) }) else { return }
            line.append(before)
        }
        if line.last?.cycle == cycle + 1 { shared = 0 }
        replaced += entries[shared...]
        entries.removeSubrange(shared...)
        entries += line.dropFirst().reversed()
    }

    /// The first cycle that is missing between the snapshot and the last entry.
    func firstGap(after cycle: UInt64) -> UInt64? {
        var expected = cycle + 1
        for entry in entries {
            if entry.cycle != expected { return expected }
            expected += 1
        }
        return nil
    }

    /// The last cycle.
    func lastCycle(after cycle: UInt64) -> UInt64 { entries.last?.cycle ?? cycle }

    /// The versions that the task learns of on the way.
    var versions: [SetVersion] {
        entries.lazy.flatMap(\.steps).compactMap {
            if case .known(let version) = $0 { version } else { nil }
        }
    }

    /// Where reading must begin for each topic: at its first run, or nil where the script has none.
    func starts(topicCount: Int) -> [Int64?] {
        var starts = [Int64?](repeating: nil, count: topicCount)
        for case .run(let topic, let from, _) in entries.lazy.flatMap(\.steps)
        where Int(topic) < topicCount && starts[Int(topic)] == nil {
            starts[Int(topic)] = from
        }
        return starts
    }

    /// Where each topic stands after all of it; nil where the script has nothing of it.
    func ends(topicCount: Int) -> [Int64?] {
        var ends = [Int64?](repeating: nil, count: topicCount)
        for case .run(let topic, _, let to) in entries.lazy.flatMap(\.steps)
        where Int(topic) < topicCount {
            ends[Int(topic)] = max(ends[Int(topic)] ?? to, to)
        }
        return ends
    }

    /// Drops the last cycles as far as they go beyond the committed offsets. In a transaction entry and
    /// offsets are there together or not at all; a broker that shows what was never committed would
    /// make us hold back outputs that nobody got.
    mutating func drop(beyond committed: [Int64]) {
        let first = entries.firstIndex { entry in
            entry.steps.contains {
                if case .run(let topic, _, let to) = $0 { return to > committed[Int(topic)] }
                return false
            }
        }
        if let first { entries.removeSubrange(first...) }
    }

    /// Forgets the cycles, when they cannot be gone through.
    mutating func abandon() { entries.removeAll() }
}

extension OrderEntry {
    /// Whether another entry was written by somebody who went on from this one.
    fileprivate func precedes(_ next: OrderEntry) -> Bool {
        cycle + 1 == next.cycle && epoch == next.previousEpoch
    }
}

/// The cycle with which a later owner began another line than the one of a snapshot.
struct SnapshotFork: Equatable {
    var epoch: UInt32
    var cycle: UInt64

    /// Whether a snapshot lies on the line that has ended.
    func excludes(_ header: SnapshotHeader) -> Bool {
        header.epoch < epoch && header.cycle >= cycle
    }
}
