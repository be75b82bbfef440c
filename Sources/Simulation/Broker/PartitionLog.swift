/// The records of one partition: what was appended, what of it counts, how far it may be read.
///
///     startOffset          last stable offset     high watermark
///          |  decided or outside    |  from the first      |
///          |  of transactions       |  open transaction on |
struct PartitionLog {
    /// A stretch of an aborted transaction.
    struct AbortedRange: Equatable {
        var producerID: Int64
        var offsets: ClosedRange<Int64>
    }

    private struct OpenTransaction {
        var producerID: Int64
        var firstOffset: Int64
    }

    private struct Producer: Hashable {
        var id: Int64
        var epoch: Int16
    }

    /// What is still there, by rising offset; cleaning leaves gaps.
    private(set) var records: [SimulatedRecord] = []
    /// What cleaning took away, for oracles only.
    private(set) var removed: [SimulatedRecord] = []
    /// The oldest offset that may be read.
    private(set) var startOffset: Int64 = 0
    /// The offset of the next record, which is the high watermark: there are no replicas to wait for.
    private(set) var endOffset: Int64 = 0
    private(set) var abortedRanges: [AbortedRange] = []
    private var open: [OpenTransaction] = []
    private var lastSent: [Producer: (sequence: Int, offset: Int64)] = [:]

    /// Up to here everything is decided; readers of committed records go no further.
    var lastStableOffset: Int64 { open.map(\.firstOffset).min() ?? endOffset }

    /// Appends a record. A sequence number that has been seen answers with the place it got then.
    mutating func append(_ record: SimulatedRecord, sequence: Int?, isTransactional: Bool) -> Int64
    {
        let producer = Producer(id: record.producerID, epoch: record.epoch)
        if let sequence, let last = lastSent[producer], sequence <= last.sequence {
            return sequence == last.sequence ? last.offset : -1
        }
        var record = record
        record.outcome = isTransactional ? .open : .plain
        let offset = place(record)
        if let sequence { lastSent[producer] = (sequence, offset) }
        if isTransactional, !open.contains(where: { $0.producerID == record.producerID }) {
            open.append(OpenTransaction(producerID: record.producerID, firstOffset: offset))
        }
        return offset
    }

    /// Ends the transaction of a producer with a marker.
    mutating func decide(producerID: Int64, epoch: Int16, commits: Bool, at now: Int64) {
        var marker = SimulatedRecord(key: nil, value: nil, timestampMilliseconds: now)
        marker.kind = commits ? .commitMarker : .abortMarker
        marker.producerID = producerID
        marker.epoch = epoch
        let end = place(marker)
        guard let index = open.firstIndex(where: { $0.producerID == producerID }) else { return }
        let first = open.remove(at: index).firstOffset
        for index in self.index(atOrAfter: first)..<records.count
        where records[index].producerID == producerID && records[index].outcome == .open {
            records[index].outcome = commits ? .committed : .aborted
        }
        if !commits {
            abortedRanges.append(AbortedRange(producerID: producerID, offsets: first...end))
        }
    }

    /// Where the first record at or after an offset sits; the count when there is none.
    func index(atOrAfter offset: Int64) -> Int {
        var low = 0
        var high = records.count
        while low < high {
            let middle = (low + high) / 2
            if records[middle].offset < offset { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Deletes everything before an offset, as retention does.
    mutating func delete(before offset: Int64) {
        let offset = min(max(offset, startOffset), endOffset)
        let count = index(atOrAfter: offset)
        removed.append(contentsOf: records[..<count])
        records.removeFirst(count)
        startOffset = offset
    }

    /// Keeps what `body` wants, each at its offset.
    mutating func filter(_ body: (SimulatedRecord) -> Bool) {
        removed.append(contentsOf: records.filter { !body($0) })
        records.removeAll { !body($0) }
    }

    /// Gives the record at an offset other bytes, or takes it away for nil.
    mutating func spoil(_ offset: Int64, value: [UInt8]?) {
        guard let index = records.firstIndex(where: { $0.offset == offset }) else {
            preconditionFailure("There is no record at offset \(offset) to be spoilt.")
        }
        if let value { records[index].value = value } else { records.remove(at: index) }
    }

    private mutating func place(_ record: SimulatedRecord) -> Int64 {
        var record = record
        record.offset = endOffset
        records.append(record)
        endOffset += 1
        return record.offset
    }
}
