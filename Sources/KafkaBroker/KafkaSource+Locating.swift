import CRDKafka
import Records

extension KafkaSource {
    private static let lookupMilliseconds: Int32 = 500
    private static let lookupPauseMilliseconds = 250

    /// Whether tasks are to be looked up; an unanswered revocation may take them away and goes first.
    var isLocating: Bool { !isAnswerOwed && states.contains(.waiting) }

    /// Asks what the group has committed for tasks that wait for it; waits half a second at most.
    ///
    /// The consumer reads committed data only, so the answer stays away as long as somebody's open
    /// transaction could still move an offset: then `poll` asks again.
    mutating func locateWaitingTasks() {
        guard isLocating, monotonicMilliseconds() >= nextLookup else { return }
        var tasks = states.indices.filter { states[$0] == .waiting }.map { Int32($0) }
        // One by one after a failure, so that one open transaction does not hold back all tasks.
        if lookupFailures > 0 { tasks = [tasks[lookupFailures % tasks.count]] }
        guard let offsets = committedOffsets(tasks) else {
            nextLookup = monotonicMilliseconds() + Self.lookupPauseMilliseconds
            return
        }
        lookupFailures = 0
        for (index, task) in tasks.enumerated() {
            let first = index * topics.count
            states[Int(task)] = .located
            events.append(
                .located(task: task, offsets: Array(offsets[first..<first + topics.count]))
            )
        }
    }

    /// Committed offsets, topic by topic within each task, -1 for none; nil when the broker did not say.
    private mutating func committedOffsets(_ tasks: [Int32]) -> [Int64]? {
        guard !topics.isEmpty else { return [] }
        let list = PartitionList(capacity: tasks.count * topics.count)
        for task in tasks { for topic in topics { list.append(topic, task) } }
        var code = unsafe rd_kafka_committed(client.handle, list.pointer, Self.lookupMilliseconds)
        var offsets: [Int64] = []
        for index in 0..<list.count {
            let (_, offset, error) = list[index]
            if code == RD_KAFKA_RESP_ERR_NO_ERROR { code = error }
            offsets.append(max(offset, -1))
        }
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return offsets }
        lookupFailures += 1
        if lookupFailures % 20 == 1 { reportLookup(code) }
        return nil
    }

    private mutating func reportLookup(_ code: rd_kafka_resp_err_t) {
        events.append(
            .failed(
                BrokerError(
                    kafka: code,
                    doing: "Looking up the committed offsets of new tasks",
                    remedy: "The look-up is repeated until the broker answers."
                )
            )
        )
    }
}
