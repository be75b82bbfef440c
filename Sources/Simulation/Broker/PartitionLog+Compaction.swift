extension PartitionLog {
    /// Keeps the newest decided record of each key, as Kafka's log cleaner does.
    ///
    /// Only the part before the last stable offset is cleaned. Aborted records go and are nobody's
    /// newest; records without a key stay. Markers and tombstones stay unless `removesTombstones`,
    /// which is the cleaning after their time of grace.
    mutating func compact(removesTombstones: Bool) {
        let limit = lastStableOffset
        var newest: [[UInt8]: Int64] = [:]
        for record in records where record.offset < limit && record.isCommitted {
            if let key = record.key { newest[key] = record.offset }
        }
        filter { record in
            guard record.offset < limit else { return true }
            guard record.kind == .data else { return !removesTombstones }
            guard record.isCommitted else { return false }
            guard let key = record.key else { return true }
            if removesTombstones, record.value == nil { return false }
            return newest[key] == record.offset
        }
    }
}
