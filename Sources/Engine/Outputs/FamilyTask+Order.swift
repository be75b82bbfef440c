import Records

extension FamilyTask {
    /// Writes the order log's entry for the cycle that ends here.
    func writeOrder(_ extra: OrderEntry.Flags, _ bench: Workbench) {
        var flags = extra
        if stand.areBooksClosed { flags.insert(.booksClosed) }
        let entry = OrderEntry(
            cycle: cycle,
            epoch: epoch,
            previousEpoch: previousEpoch,
            flags: flags,
            model: bench.modelHash,
            inputs: bench.inputsHash,
            outputHash: bundle.outputHash,
            acknowledgedThrough: stand.acknowledgedCycle,
            steps: order.steps
        )
        bundle.order.begin(
            topic: InternalTopics.sinkOrder,
            partition: number,
            timestampMilliseconds: max(0, now.milliseconds),
            inputIndex: 0
        )
        bundle.order.beginKey()
        bundle.order.beginValue()
        entry.append(to: &bundle.order.bytes)
        bundle.order.end()
        previousEpoch = epoch
    }
}

extension Bundle {
    /// A hash of its records by which a repetition is known to be one. Books are left out: they name
    /// the instance that wrote them.
    var outputHash: UInt64 {
        var hash: UInt64 = 0
        for entry in outputs.entries where Int(entry.topic) != OutputTopic.kpiEngine.rawValue {
            hash = unsafe outputs.bytes.withUnsafeBytes { bytes in
                unsafe StableHash.words(
                    UnsafeRawBufferPointer(rebasing: bytes[entry.start..<entry.end]),
                    seed: hash &+ UInt64(entry.topic)
                )
            }
        }
        return hash
    }
}
