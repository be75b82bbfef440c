import KafkaBroker
import Records
import Testing

@Suite("In transactions, a sink", .ownThread)
struct TransactionTests {
    @Test("commits and aborts transactions with the group's membership")
    func transactions() throws {
        let cluster = try makeCluster(["app.a", "app.out"], partitions: 1)
        var member = try Member(makeSettings(cluster), anchor: "app-tasks", topics: ["app.a"])
        let isMember = try member.run { $0.tasks.count == 1 }
        #expect(isMember)
        let taken = member.source.membership
        let membership = try #require(taken)
        #expect(membership.generation > 0)
        var sink = try KafkaSink(
            makeSettings(cluster),
            topics: ["app.out"],
            transactionalID: "app-0"
        )
        var outside: BrokerError?
        do throws(BrokerError) {
            try sink.begin()
        } catch { outside = error }
        #expect(outside != nil)
        try sink.initTransactions(milliseconds: 10_000)
        for round in 0..<4 {
            try sink.begin()
            _ = try sink.send(topic: 0, key: nil, value: [UInt8(round)], tag: UInt64(round))
            if round % 2 == 1 {
                try sink.abort(milliseconds: 10_000)
                continue
            }
            let place = TopicOffset(topic: 0, partition: 0, offset: Int64(round))
            try sink.sendOffsets(
                [place],
                topics: ["app.a"],
                membership,
                milliseconds: 10_000
            )
            try sink.commit(milliseconds: 10_000)
        }
        var tags: [UInt64] = []
        _ = sink.poll(milliseconds: 0) { tags.append($0.tag) }
        #expect(tags == [0, 1, 2, 3])
        sink.close(milliseconds: 1000)
        member.source.close(milliseconds: 2000)
    }

    @Test("a transaction that the coordinator refuses says that it must be aborted, and can be")
    func abortable() throws {
        let cluster = try makeCluster(["app.out"], partitions: 1)
        var sink = try KafkaSink(
            makeSettings(cluster),
            topics: ["app.out"],
            transactionalID: "app-0"
        )
        try sink.initTransactions(milliseconds: 10_000)
        try sink.begin()
        // TOPIC_AUTHORIZATION_FAILED on AddPartitionsToTxn.
        cluster.pushErrors(apiKey: 24, codes: [29])
        _ = try sink.send(topic: 0, key: nil, value: [1])
        var refused: BrokerError?
        do throws(BrokerError) {
            try sink.commit(milliseconds: 5000)
        } catch { refused = error }
        #expect(refused?.isAbortable == true)
        #expect(refused?.isFatal == false)
        #expect(refused?.name == "TOPIC_AUTHORIZATION_FAILED")
        #expect(refused?.message.contains("Allow this user") == true)
        try sink.abort(milliseconds: 10_000)
        try sink.begin()
        _ = try sink.send(topic: 0, key: nil, value: [2])
        try sink.commit(milliseconds: 10_000)
        sink.close(milliseconds: 1000)
    }

    @Test(
        "the classes of errors say what to do",
        arguments: [
            // Request that is refused, with which code, and what has to be done.
            // TxnOffsetCommit: ILLEGAL_GENERATION, UNKNOWN_MEMBER_ID, FENCED_INSTANCE_ID.
            Refusal(apiKey: 28, code: 22, name: "ILLEGAL_GENERATION", action: .abort),
            Refusal(apiKey: 28, code: 25, name: "UNKNOWN_MEMBER_ID", action: .abort),
            Refusal(apiKey: 28, code: 82, name: "FENCED_INSTANCE_ID", action: .abort),
            // Produce: MSG_SIZE_TOO_LARGE; OUT_OF_ORDER_SEQUENCE_NUMBER, which is abortable only when
            // records before it failed: here there are none.
            Refusal(apiKey: 0, code: 10, name: nil, action: .abort),
            Refusal(apiKey: 0, code: 45, name: "OUT_OF_ORDER_SEQUENCE_NUMBER", action: .stop),
            // EndTxn: PRODUCER_FENCED, INVALID_TXN_STATE.
            Refusal(apiKey: 26, code: 90, name: "_FENCED", action: .stop),
            Refusal(apiKey: 26, code: 48, name: "INVALID_TXN_STATE", action: .stop),
            // EndTxn, TxnOffsetCommit: COORDINATOR_LOAD_IN_PROGRESS, CONCURRENT_TRANSACTIONS pass by.
            Refusal(apiKey: 26, code: 14, name: nil, action: .none),
            Refusal(apiKey: 28, code: 14, name: nil, action: .none),
            Refusal(apiKey: 26, code: 51, name: nil, action: .none),
        ]
    )
    func classes(refusal: Refusal) throws {
        let cluster = try makeCluster(["app.a", "app.out"], partitions: 1)
        var member = try Member(makeSettings(cluster), anchor: "app-tasks", topics: ["app.a"])
        let isMember = try member.run { $0.source.membership != nil }
        #expect(isMember)
        let taken = member.source.membership
        let membership = try #require(taken)
        var sink = try makeSink(cluster)
        cluster.pushErrors(apiKey: refusal.apiKey, codes: [refusal.code])
        var error: BrokerError?
        do throws(BrokerError) {
            try cycle(&sink, membership)
        } catch let caught { error = caught }
        let whatItSays = "\(String(describing: error))"
        switch refusal.action {
        case .none:
            #expect(error == nil, "\(whatItSays)")
        case .abort:
            #expect(error?.isAbortable == true && error?.isFatal == false, "\(whatItSays)")
            try sink.abort(milliseconds: 10_000)
            try goOn(&sink, membership)
            let fatal = sink.fatalError
            #expect(fatal == nil)
        case .stop:
            #expect(error?.isFatal == true, "\(whatItSays)")
            let fatal = sink.fatalError
            #expect(fatal != nil)
        }
        if let name = refusal.name { #expect(error?.name == name, "\(whatItSays)") }
        sink.close(milliseconds: 1000)
        member.source.close(milliseconds: 2000)
    }

    @Test("what an abort purges comes back with its tag and an error, and the next one goes well")
    func purged() throws {
        let cluster = try makeCluster(["app.out"], partitions: 1)
        var sink = try makeSink(cluster)
        try sink.begin()
        _ = try sink.send(topic: 0, key: nil, value: [1], tag: 1)
        let isFlushed = sink.flush(milliseconds: 10_000)
        #expect(isFlushed)
        cluster.setBroker(1, isDown: true)
        for tag in UInt64(2)...50 { _ = try sink.send(topic: 0, key: nil, value: [1], tag: tag) }
        var refused: BrokerError?
        do throws(BrokerError) {
            try sink.abort(milliseconds: 400)
        } catch { refused = error }
        #expect(refused?.isRetriable == true && refused?.isFatal == false, "\(refused as Any)")
        cluster.setBroker(1, isDown: false)
        try sink.abort(milliseconds: 20_000)
        var outcomes: [UInt64: String] = [:]
        _ = sink.poll(milliseconds: 0) { outcomes[$0.tag] = $0.error?.name ?? "" }
        #expect(outcomes.count == 50)
        #expect(outcomes[1] == "")
        #expect(outcomes.values.contains { $0.hasPrefix("_PURGE") })
        let inFlight = sink.inFlightCount
        #expect(inFlight == 0)
        try sink.begin()
        _ = try sink.send(topic: 0, key: nil, value: [2])
        try sink.commit(milliseconds: 10_000)
        sink.close(milliseconds: 1000)
    }

    @Test("a commit that runs out of time is finished by the same call")
    func slowCommit() throws {
        let cluster = try makeCluster(["app.out"], partitions: 1)
        var sink = try makeSink(cluster)
        try sink.begin()
        _ = try sink.send(topic: 0, key: nil, value: [1])
        let isFlushed = sink.flush(milliseconds: 10_000)
        #expect(isFlushed)
        cluster.setRoundTrip(broker: 1, milliseconds: 800)
        var refused: BrokerError?
        do throws(BrokerError) {
            try sink.commit(milliseconds: 200)
        } catch { refused = error }
        #expect(refused?.name == "_TIMED_OUT", "\(refused as Any)")
        #expect(refused?.isRetriable == true && refused?.isAbortable == false)
        cluster.setRoundTrip(broker: 1, milliseconds: 0)
        try sink.commit(milliseconds: 10_000)
        try sink.begin()
        try sink.commit(milliseconds: 10_000)
        sink.close(milliseconds: 1000)
    }

    @Test("a record has no more time than its transaction, and its failure asks for an abort")
    func recordTimesOut() throws {
        let cluster = try makeCluster(["app.out"], partitions: 1)
        var sink = try makeSink(cluster, sessionMilliseconds: 1500)
        try sink.begin()
        _ = try sink.send(topic: 0, key: nil, value: [1])
        let isFlushed = sink.flush(milliseconds: 10_000)
        #expect(isFlushed)
        cluster.setBroker(1, isDown: true)
        _ = try sink.send(topic: 0, key: nil, value: [2], tag: 2)
        let isDecided = sink.flush(milliseconds: 4000)
        #expect(isDecided)
        var failures: [UInt64: BrokerError] = [:]
        _ = sink.poll(milliseconds: 0) { failures[$0.tag] = $0.error }
        #expect(failures.keys.sorted() == [2])
        #expect(failures[2]?.name == "_MSG_TIMED_OUT")
        #expect(failures[2]?.isAbortable == true && failures[2]?.isFatal == false)
        var refused: BrokerError?
        do throws(BrokerError) {
            try sink.commit(milliseconds: 500)
        } catch { refused = error }
        #expect(refused?.isAbortable == true && refused?.isFatal == false, "\(refused as Any)")
        refused = nil
        do throws(BrokerError) {
            _ = try sink.send(topic: 0, key: nil, value: [3])
        } catch { refused = error }
        #expect(refused?.isAbortable == true && refused?.isFatal == false, "\(refused as Any)")
        cluster.setBroker(1, isDown: false)
        try sink.abort(milliseconds: 20_000)
        try goOn(&sink, nil)
        sink.close(milliseconds: 1000)
    }
}

/// A request of a transaction that the cluster refuses once.
struct Refusal: Sendable, CustomTestStringConvertible {
    enum Action: Sendable {
        case none
        case abort
        case stop
    }

    var apiKey: Int16
    var code: Int32
    var name: String?
    var action: Action

    var testDescription: String { "request \(apiKey) with code \(code)" }
}

private func makeSink(
    _ cluster: borrowing MockCluster,
    sessionMilliseconds: Int = 6000
) throws -> KafkaSink {
    var settings = makeSettings(cluster)
    settings.sessionTimeoutMilliseconds = sessionMilliseconds
    var sink = try KafkaSink(settings, topics: ["app.out"], transactionalID: "app-0")
    let isTransactional = sink.isTransactional
    #expect(isTransactional)
    try sink.initTransactions(milliseconds: 10_000)
    return sink
}

/// One transaction with a record, and with an offset if there is a membership.
private func cycle(_ sink: inout KafkaSink, _ membership: Membership?) throws(BrokerError) {
    try sink.begin()
    _ = try sink.send(topic: 0, key: nil, value: [1])
    if let membership {
        try sink.sendOffsets(
            [TopicOffset(topic: 0, partition: 0, offset: 1)],
            topics: ["app.a"],
            membership,
            milliseconds: 10_000
        )
    }
    try sink.commit(milliseconds: 10_000)
}

/// A transaction after an aborted one. A record that failed leaves a gap in the sequence numbers, which
/// the library may notice only now; then it asks for one more abort.
private func goOn(_ sink: inout KafkaSink, _ membership: Membership?) throws(BrokerError) {
    for _ in 0..<3 {
        do throws(BrokerError) {
            return try cycle(&sink, membership)
        } catch {
            guard error.isAbortable, !error.isFatal else { throw error }
            try sink.abort(milliseconds: 20_000)
        }
    }
    try cycle(&sink, membership)
}
