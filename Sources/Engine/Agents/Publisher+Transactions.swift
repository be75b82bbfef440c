import Records

/// Where the publisher stands in its present transaction.
struct TransactionState {
    enum Phase { case unclaimed, idle, sending, deciding, committing, aborting }

    var phase = Phase.unclaimed
    /// Bundles at the head of the queue that are in it.
    var count = 0
    /// What the group may begin with once it is committed.
    var places: GroupPlaces?
    /// A record of it did not arrive, so it cannot be committed.
    var failure: BrokerError?
    /// When to begin again after an abort.
    var restNanoseconds: Int64 = 0
    /// When the client was asked to abort for the first time.
    var abortingSince: Int64 = 0
    /// Transactions in a row that were aborted.
    var abortCount = 0
}

/// Exactly once: outputs, entries of the order log and input offsets of whatever bundles are ready go
/// out in one transaction, as in KIP-447. Shards cut their bundles when they like; nothing waits for
/// all of them.
///
/// An abort sends the same bytes again under the membership that holds then; bundles of tasks that are
/// not ours any more are dropped, because their new owner works on that input itself.
extension Publisher where Sink: ~Copyable {
    /// How long one call of the client may take; then the others have their turn.
    private static var callMilliseconds: Int { 500 }
    /// How long a client may take to abort before it is given up for a fresh one.
    private static var abortPatienceNanoseconds: Int64 { 10 * Nanoseconds.second }
    /// Bytes after which a transaction takes no further bundle.
    private static var transactionBytesMax: Int { 8 << 20 }

    mutating func stepTransaction() -> Int {
        switch transaction.phase {
        case .unclaimed: return claim()
        case .idle: return beginIfReady()
        case .sending: return sendAll()
        case .deciding: return decide()
        case .committing: return commitNow()
        case .aborting: return abortNow()
        }
    }

    private mutating func claim() -> Int {
        do {
            try sink.initTransactions(milliseconds: Self.callMilliseconds)
            transaction.phase = .idle
            return 1
        } catch {
            handle(error)
            return 0
        }
    }

    private mutating func beginIfReady() -> Int {
        takeDeliveries()
        // A task that has left is its new owner's; one that ended is told to intake all the same.
        let view = roster.current
        if safeguards.dropsForeignBundles { dropBundles { view.covers($0) } }
        guard !queue.isEmpty, clock.monotonic() >= transaction.restNanoseconds,
            !control.hasFailed
        else {
            pushAcknowledgements()
            return 0
        }
        do { try sink.begin() } catch {
            handle(error)
            return 0
        }
        transaction.phase = .sending
        transaction.count = 0
        transaction.failure = nil
        return 1
    }

    private mutating func sendAll() -> Int {
        takeDeliveries()
        var bytes = queue[..<transaction.count].reduce(0) { $0 + $1.byteCount }
        var work = 0
        while transaction.count < queue.count, bytes < Self.transactionBytesMax {
            guard sendOrder(transaction.count), sendOutputs(transaction.count) else {
                guard let failure = transaction.failure else { return work }
                handle(failure)
                return work + 1
            }
            bytes += queue[transaction.count].byteCount
            transaction.count += 1
            work += 1
        }
        transaction.phase = .deciding
        return work + 1
    }

    /// Everything was sent: waits until it has landed, then adds the offsets.
    private mutating func decide() -> Int {
        guard sink.flush(milliseconds: Self.callMilliseconds) else {
            takeDeliveries()
            return 0
        }
        takeDeliveries()
        if let failure = transaction.failure {
            handle(failure)
            return 1
        }
        let view = roster.current
        let isOurs =
            !safeguards.dropsForeignBundles
            || queue[..<transaction.count].allSatisfy { view.covers($0) }
        guard isOurs, let membership = view.membership
        else {
            transaction.phase = .aborting
            return 1
        }
        var places = places
        var offsets: [TopicOffset: Int64] = [:]
        for bundle in queue[..<transaction.count] {
            for place in places.note(bundle) {
                let key = TopicOffset(topic: place.topic, partition: place.partition, offset: 0)
                offsets[key] = place.offset
            }
        }
        // Without offsets nobody asks the group whose the tasks are, and a member that it has expelled
        // could still commit a cycle of ticks or of news. Those of the anchor say nothing else.
        if offsets.isEmpty, let bundle = queue[..<transaction.count].first {
            let anchor = inputTopics.count - 1
            offsets[TopicOffset(topic: anchor, partition: bundle.task, offset: 0)] = 0
        }
        do {
            if !offsets.isEmpty {
                try sink.sendOffsets(
                    offsets.map {
                        .init(topic: $0.topic, partition: $0.partition, offset: $1)
                    }.sorted { ($0.partition, $0.topic) < ($1.partition, $1.topic) },
                    topics: inputTopics,
                    membership,
                    milliseconds: Self.callMilliseconds
                )
            }
            transaction.places = places
            transaction.phase = .committing
        } catch {
            if error.name == "UNKNOWN_MEMBER_ID" { loseTasksOfTransaction() }
            handle(error)
        }
        return 1
    }

    /// The group has gone on without this member, so the tasks have other owners. The consumer may not
    /// say so as long as a revocation waits for its answer, which waits for these very bundles.
    private func loseTasksOfTransaction() {
        for bundle in queue[..<transaction.count] {
            roster.end(task: bundle.task, stay: bundle.stay)
        }
    }

    private mutating func commitNow() -> Int {
        do {
            try sink.commit(milliseconds: Self.callMilliseconds)
        } catch {
            handle(error)
            return 0
        }
        if let places = transaction.places { self.places = places }
        complete(transaction.count)
        transaction = TransactionState()
        transaction.phase = .idle
        metrics.countTransaction(isAborted: false)
        return 1
    }

    private mutating func abortNow() -> Int {
        if transaction.abortingSince == 0 { transaction.abortingSince = clock.monotonic() }
        do {
            try sink.abort(milliseconds: Self.callMilliseconds)
        } catch {
            handle(error)
            renewIfStuck()
            return 0
        }
        takeDeliveries()
        beginAgain(.idle)
        return 1
    }

    /// A broker that was away for longer than a transaction lasts, or that never gives a new epoch,
    /// leaves the client in a transaction without an end.
    private mutating func renewIfStuck() {
        guard !control.hasFailed,
            clock.monotonic() - transaction.abortingSince >= Self.abortPatienceNanoseconds
        else { return }
        metrics.report(
            "The producer could not abort its transaction within 10 s and is replaced by a fresh one; "
                + "nothing is lost."
        )
        do { try sink.renew() } catch {
            return control.fail("The producer could not be replaced: \(error)")
        }
        beginAgain(.unclaimed)
    }

    /// The bundles of a transaction that came to nothing go out again, the same bytes.
    private mutating func beginAgain(_ phase: TransactionState.Phase) {
        // Outcomes that come later speak of an attempt that is over.
        renumber()
        for bundle in queue { bundle.forgetSending() }
        if !safeguards.repeatsAborted { complete(transaction.count) }
        let count = transaction.abortCount + 1
        transaction = TransactionState()
        transaction.phase = phase
        transaction.abortCount = count
        transaction.restNanoseconds =
            clock.monotonic() + Int64(min(count, 20)) * 10 * 1_000_000
        metrics.countTransaction(isAborted: true)
    }

    private mutating func takeDeliveries() {
        var failure: BrokerError?
        _ = takeDeliveries { if failure == nil || $0.isLasting { failure = $0 } }
        // Also of a transaction that is being aborted: its first sign may have been another error.
        if let failure, failure.isLasting { control.fail("Publishing stopped: \(failure)") }
        guard let failure, transaction.phase == .sending || transaction.phase == .deciding else {
            return
        }
        transaction.failure = transaction.failure ?? failure
    }

    /// What a refused call means: the end, an abort, or the same call again.
    private mutating func handle(_ error: BrokerError) {
        if error.isFatal {
            control.fail(
                "Publishing stopped: \(error) If another process runs as the same instance, give each "
                    + "its own --instance."
            )
        } else if error.isLasting {
            // To send the same again would be refused again, for ever.
            control.fail("Publishing stopped: \(error)")
        } else if error.isAbortable || (!error.isRetriable && transaction.phase != .aborting) {
            // In a rebalance this is how the group says that it has moved on.
            if transaction.phase != .unclaimed, transaction.phase != .idle {
                transaction.phase = .aborting
            }
            metrics.report("A transaction is begun again: \(error)")
        }
    }
}
