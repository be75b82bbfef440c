import Records

extension SimulatedConsumer {
    func read(_ places: [TopicOffset]) {
        for place in places {
            precondition(
                states[Int(place.partition)] == .located,
                "Task \(place.partition) of \(member) is read before it was located."
            )
            slots[slot(place.topic, place.partition)] = Slot(
                isReading: true,
                position: place.offset
            )
        }
    }

    func endReading(_ topic: Int, _ task: Int32) { slots[slot(topic, task)].isReading = false }

    func receive(
        _ topic: Int,
        _ task: Int32,
        _ maximum: Int,
        _ body: (InboundMessage) -> Void
    ) -> Int {
        let index = slot(topic, task)
        guard isUsable, maximum > 0, !cluster.isDown, slots[index].isReading else { return 0 }
        cluster.serve()
        guard checkRange(topic, task), hasNews(topic, task), fetchAnswers(index) else { return 0 }
        var wanted = maximum
        if cluster.strikes(.shortFetch) {
            wanted = 1 + cluster.random.below(maximum)
        }
        var count = deliver(topic, task, wanted, body)
        let end = slots[index].position
        if count < wanted, end >= readableEnd(topic, task), slots[index].reportedEnd != end {
            slots[index].reportedEnd = end
            count += 1
            body(
                InboundMessage(kind: .endOfPartition, topic: topic, partition: task, offset: end)
            )
        }
        return count
    }

    /// The broker will not let us read a topic: said once, and nothing of it is read any more.
    func endAll(_ topic: Int, _ refusal: BrokerError) {
        let reading = owned.filter { slots[slot(topic, $0)].isReading }
        guard !reading.isEmpty else { return }
        for task in reading { endReading(topic, task) }
        events.append(.failed(refusal))
    }

    /// Up to where this reader is given anything.
    private func readableEnd(_ topic: Int, _ task: Int32) -> Int64 {
        let log = log(topic, task)
        return isolates ? log.lastStableOffset : log.endOffset
    }

    private var isolates: Bool {
        settings.readsCommitted && cluster.safeguards.isolatesTransactions
    }

    private func log(_ topic: Int, _ task: Int32) -> PartitionLog {
        cluster.topics[topics[topic]].logs[Int(task)]
    }

    /// Settles a beginning of -1 and says once when the position is not on the broker.
    @discardableResult
    func checkRange(_ topic: Int, _ task: Int32) -> Bool {
        let index = slot(topic, task)
        guard slots[index].isReading else { return false }
        let log = log(topic, task)
        if slots[index].position < 0 { slots[index].position = log.startOffset }
        let position = slots[index].position
        if position >= log.startOffset, position <= log.endOffset { return true }
        slots[index].isReading = false
        let missing = TopicOffset(topic: topic, partition: task, offset: position)
        cluster.note(
            "\(member) misses offset \(position) of \(cluster.describe(place(topic, task)))"
        )
        let error = SimulatedErrors.outOfRange(
            cluster.topics[topics[topic]].name,
            missing,
            log.startOffset..<log.endOffset
        )
        events.append(.missing(place: missing, error))
        return false
    }

    private func hasNews(_ topic: Int, _ task: Int32) -> Bool {
        let slot = slots[slot(topic, task)]
        return slot.position < readableEnd(topic, task) || slot.reportedEnd != slot.position
    }

    /// Whether the fetch that has something to bring answers now; a delayed one does so in time.
    private func fetchAnswers(_ index: Int) -> Bool {
        if let time = slots[index].delayedUntil {
            guard time <= cluster.now else { return false }
            slots[index].delayedUntil = nil
            return true
        }
        let delay = cluster.delay(.fetchDelay)
        guard delay > 0 else { return true }
        slots[index].delayedUntil = cluster.now + delay
        return false
    }

    private func deliver(
        _ topic: Int,
        _ task: Int32,
        _ wanted: Int,
        _ body: (InboundMessage) -> Void
    ) -> Int {
        let index = slot(topic, task)
        let end = readableEnd(topic, task)
        let log = log(topic, task)
        let isolates = isolates
        var count = 0
        var at = log.index(atOrAfter: slots[index].position)
        while at < log.records.count, log.records[at].offset < end {
            let record = log.records[at]
            let isVisible = record.kind == .data && (record.isCommitted || !isolates)
            if isVisible {
                guard count < wanted else { return count }
                body(MessageBox.message(record, topic: topic, task: task, ledger))
                count += 1
            }
            slots[index].position = record.offset + 1
            at += 1
        }
        // Markers, aborted records and gaps of the cleaning are passed over in silence.
        slots[index].position = max(slots[index].position, end)
        return count
    }

    func lag(_ topic: Int, _ task: Int32) -> Int64? {
        let slot = slots[slot(topic, task)]
        guard isUsable, slot.isReading, slot.position >= 0 else { return nil }
        return max(log(topic, task).endOffset - slot.position, 0)
    }
}
