import Records

extension SimulatedProducer {
    /// Puts a record on its way. False when the queue is full.
    func send(_ record: SimulatedRecord, to place: TopicPartition, tag: UInt64) throws(BrokerError)
        -> Bool
    {
        try checkUsable()
        if transactionalID != nil {
            precondition(stage == .open, "\(name) was asked to send outside of a transaction.")
            if abortError != nil { throw SimulatedErrors.mustAbort(name) }
        }
        guard inFlightCount < settings.queueCountLimit else { return false }
        if cluster.strikes(.queueFull) { return false }
        var record = record
        record.producerID = producerID
        record.epoch = epoch
        let due = cluster.now + cluster.delay(.sendDelay)
        lanes[lane(place)].sends.append(Send(record: record, tag: tag, due: due))
        inFlightCount += 1
        hasWork = true
        return true
    }

    /// When the next attempt of a partition arrives.
    var nextArrival: Int64? { isUsable ? lanes.compactMap { $0.sends.first?.due }.min() : nil }

    /// Lets everything arrive that is due, partition by partition in order.
    func deliver(dueAt time: Int64) {
        guard isUsable, fatalError == nil else { return }
        for index in lanes.indices {
            while let first = lanes[index].sends.first, first.due <= time, attempt(index) {}
        }
    }

    /// Takes the answers that have come back.
    func collect(dueAt time: Int64) {
        for index in lanes.indices {
            while let first = lanes[index].answers.first, first.due <= time {
                deliveries.append(
                    Delivery(tag: first.send.tag, offset: first.offset, error: nil)
                )
                lanes[index].answers.removeFirst()
                inFlightCount -= 1
            }
        }
    }

    /// Waits for all outcomes without moving the time: what is due within the time comes early.
    func flush(milliseconds: Int) -> Bool {
        guard isUsable else { return inFlightCount == 0 }
        cluster.serve()
        collect(dueAt: cluster.now)
        guard inFlightCount > 0 else { return true }
        guard !cluster.isDown, !cluster.strikes(.flushTimeOut) else {
            return false
        }
        let deadline = cluster.now + Int64(milliseconds)
        while let due = nextArrival, due <= deadline, fatalError == nil {
            if let transactionalID { cluster.deliverMarkers(of: transactionalID, dueAt: deadline) }
            deliver(dueAt: due)
            // An attempt that has to wait for something beyond the deadline ends this.
            if let next = nextArrival, next <= cluster.now, next == due { break }
        }
        collect(dueAt: deadline)
        return inFlightCount == 0
    }

    /// One attempt for the first record of a partition. False when it has to be repeated later.
    func attempt(_ index: Int, isLast: Bool = false) -> Bool {
        guard !cluster.isDown, fatalError == nil, !lanes[index].sends.isEmpty else { return false }
        let place = lanes[index].place
        if let refusal = cluster.refusals[place.topic] {
            refuseFirst(index, refusal)
            return true
        }
        if cluster.strikes(.sendRefusal) { return repeatLater(index) }
        if let transactionalID {
            if let refusal = epochRefusal() {
                cluster.note("\(name) may not write to \(cluster.describe(place)): \(refusal.name)")
                refuse(refusal)
                return false
            }
            if transactionalID.isCompleting {
                // The broker answers CONCURRENT_TRANSACTIONS until the one before is over.
                let end = transactionalID.completesAt ?? cluster.now
                lanes[index].sends[0].due = max(end, cluster.now + 1)
                return false
            }
            transactionalID.touch(.partition(place), at: cluster.now)
        }
        return append(index, place, isLast: isLast)
    }

    private func append(_ index: Int, _ place: TopicPartition, isLast: Bool) -> Bool {
        if lanes[index].sends[0].sequence == nil {
            lanes[index].lastSequence += 1
            lanes[index].sends[0].sequence = lanes[index].lastSequence
        }
        let send = lanes[index].sends[0]
        let offset = cluster.topics[place.topic].logs[Int(place.partition)].append(
            send.record,
            sequence: cluster.safeguards.deduplicatesSends ? send.sequence : nil,
            isTransactional: transactionalID != nil
        )
        cluster.note("\(name) writes \(cluster.describe(place)) at \(offset)")
        if !isLast, cluster.strikes(.sendResponseLoss) {
            return repeatLater(index)
        }
        let delay = cluster.delay(.acknowledgementDelay)
        let due = max(cluster.now + delay, lanes[index].answers.last?.due ?? 0)
        lanes[index].answers.append(Answer(send: send, offset: offset, due: due))
        lanes[index].sends.removeFirst()
        return true
    }

    /// The broker will not have the first record of a partition, now or ever.
    private func refuseFirst(_ index: Int, _ refusal: BrokerError) {
        var refusal = refusal
        refusal.isAbortable = transactionalID != nil
        if refusal.isAbortable { abortError = abortError ?? refusal }
        let send = lanes[index].sends.removeFirst()
        deliveries.append(Delivery(tag: send.tag, error: refusal))
        inFlightCount -= 1
    }

    /// The broker went before its answers arrived: what they spoke of is sent again, in order.
    func loseAnswers() {
        for index in lanes.indices {
            let unanswered = lanes[index].answers.map(\.send)
            lanes[index].answers = []
            lanes[index].sends.insert(contentsOf: unanswered, at: 0)
        }
    }

    private func repeatLater(_ index: Int) -> Bool {
        lanes[index].sends[0].due =
            cluster.now + 1 + cluster.some(cluster.faults.delayMillisecondsMax)
        return false
    }

    /// Ends everything that has not arrived with an error.
    func dropSends(_ error: BrokerError) {
        for index in lanes.indices {
            for send in lanes[index].sends {
                deliveries.append(Delivery(tag: send.tag, error: error))
                inFlightCount -= 1
            }
            lanes[index].sends = []
        }
    }

    private func lane(_ place: TopicPartition) -> Int {
        if let known = lanes.firstIndex(where: { $0.place == place }) { return known }
        lanes.append(Lane(place: place))
        return lanes.count - 1
    }
}
