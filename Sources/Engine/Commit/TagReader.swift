import Records

/// Which bundle a delivery speaks of: a record's tag is the bundle's place in the order of all
/// bundles, doubled, and one more for the entry of the order log.
struct TagReader {
    var firstSequence: UInt64

    static func tag(sequence: UInt64, isOrder: Bool) -> UInt64 { sequence << 1 | (isOrder ? 1 : 0) }

    /// Notes on its bundle where a record landed, or that it did not.
    func note(_ delivery: Delivery, _ queue: [Bundle]) {
        let sequence = delivery.tag >> 1
        // What a client purges after an abort may speak of bundles that are gone.
        guard sequence >= firstSequence, sequence - firstSequence < UInt64(queue.count) else {
            return
        }
        let bundle = queue[Int(sequence - firstSequence)]
        bundle.unacknowledgedCount -= 1
        guard delivery.error == nil else { return }
        if delivery.tag & 1 == 1 {
            bundle.isOrderAcknowledged = true
            bundle.orderOffset = delivery.offset
        } else if !bundle.hasFirstOffset {
            // A broker that was asked twice may not say where a record landed. The place of the next one
            // is not the place of the first.
            bundle.hasFirstOffset = true
            bundle.firstOffset = delivery.offset
        }
    }
}
