import CRDKafka
import Glibc
import Records

/// Owner of an `rd_kafka_t`, the queue its events come through, and the descriptor to sleep on.
///
/// Everything the library wants to say comes as an event out of this one queue, on the thread that
/// asks: no callback exists that could outlive the owner. Messages taken from the client must be
/// released before it goes, because `rd_kafka_destroy` waits for them.
@safe
struct KafkaClient: ~Copyable {
    enum Kind {
        case consumer
        /// A consumer without a group.
        case reader
        case producer

        var type: rd_kafka_type_t {
            self == .producer ? RD_KAFKA_PRODUCER : RD_KAFKA_CONSUMER
        }

        /// The library's name of a property of ours, nil when it is for the other kind.
        func ownName(of name: String) -> String? {
            if name.hasPrefix("consumer.") {
                return self == .producer ? nil : String(name.dropFirst(9))
            }
            if name.hasPrefix("producer.") {
                return self == .producer ? String(name.dropFirst(9)) : nil
            }
            return name
        }
    }

    static let logCountLimit = 256

    let handle: OpaquePointer
    let queue: OpaquePointer
    let descriptor: Int32
    var topicHandles: [OpaquePointer] = unsafe []
    var logs: [KafkaLog] = []
    var statistics: String?
    var counters = KafkaCounters()
    var fatalError: BrokerError?
    private(set) var isOpen = true

    init(_ configuration: consuming KafkaConfiguration, _ kind: Kind) throws(BrokerError) {
        var events = RD_KAFKA_EVENT_ERROR | RD_KAFKA_EVENT_LOG | RD_KAFKA_EVENT_STATS
        events |=
            kind == .producer
            ? RD_KAFKA_EVENT_DR : RD_KAFKA_EVENT_REBALANCE | RD_KAFKA_EVENT_OFFSET_COMMIT
        configuration.setEvents(events)
        unsafe handle = try configuration.open(kind)
        if kind == .consumer {
            unsafe rd_kafka_poll_set_consumer(handle)
            unsafe queue = rd_kafka_queue_get_consumer(handle) ?? rd_kafka_queue_get_main(handle)
        } else {
            unsafe queue = rd_kafka_queue_get_main(handle)
        }
        unsafe rd_kafka_set_log_queue(handle, nil)
        descriptor = crdkafka_eventfd()
        unsafe wake(on: queue)
    }

    deinit { if isOpen { finish(milliseconds: 1000) } }

    /// Gives everything back; the client must not be used afterwards. Waits at most `milliseconds`.
    mutating func close(milliseconds: Int) {
        guard isOpen else { return }
        isOpen = false
        finish(milliseconds: milliseconds)
        unsafe topicHandles = []
    }

    /// Leaves the client alone for good, without giving anything back: a call that is still in it would
    /// find freed memory.
    mutating func abandon() { isOpen = false }

    private func finish(milliseconds: Int) {
        unsafe rd_kafka_queue_io_event_enable(queue, -1, nil, 0)
        for index in unsafe topicHandles.indices {
            unsafe rd_kafka_topic_destroy(topicHandles[index])
        }
        unsafe rd_kafka_queue_destroy(queue)
        let farewell = unsafe Farewell(handle: handle, descriptor: descriptor)
        farewell.run(milliseconds: milliseconds)
    }

    /// Makes arrivals in a queue end `wait`.
    func wake(on queue: OpaquePointer) {
        guard descriptor >= 0 else { return }
        var one: UInt64 = 1
        unsafe rd_kafka_queue_io_event_enable(queue, descriptor, &one, 8)
    }

    /// Sleeps until a queue that wakes us was filled, at most `milliseconds`.
    func wait(milliseconds: Int) {
        guard descriptor >= 0 else {
            usleep(UInt32(min(max(milliseconds, 0), 5)) * 1000)
            return
        }
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard unsafe Glibc.poll(&entry, 1, Int32(clamping: milliseconds)) > 0 else { return }
        var count: UInt64 = 0
        _ = unsafe read(descriptor, &count, 8)
    }

    /// The next event the caller must deal with and destroy; logs and statistics are dealt with here.
    mutating func nextEvent(milliseconds: Int = 0) -> OpaquePointer? {
        var milliseconds = Int32(clamping: milliseconds)
        for _ in 0..<1000 {
            guard let event = unsafe rd_kafka_queue_poll(queue, milliseconds) else { return nil }
            milliseconds = 0
            switch unsafe rd_kafka_event_type(event) {
            case RD_KAFKA_EVENT_LOG: unsafe note(log: event)
            case RD_KAFKA_EVENT_STATS: statistics = unsafe string(rd_kafka_event_stats(event))
            default: return unsafe event
            }
            unsafe rd_kafka_event_destroy(event)
        }
        return nil
    }

    /// What an error event says; remembers it when fatal. Nil for the end of a partition.
    mutating func error(of event: OpaquePointer) -> BrokerError? {
        let code = unsafe rd_kafka_event_error(event)
        if code == RD_KAFKA_RESP_ERR__PARTITION_EOF { return nil }
        counters.errorCount += 1
        if unsafe rd_kafka_event_error_is_fatal(event) != 0 || code == RD_KAFKA_RESP_ERR__FATAL {
            var text = [CChar](repeating: 0, count: 512)
            let cause = unsafe rd_kafka_fatal_error(handle, &text, text.count)
            let error = BrokerError(
                kafka: cause,
                "The Kafka client failed for good: \(string(text)). Restart the process.",
                isFatal: true
            )
            if fatalError == nil { fatalError = error }
            return error
        }
        let remedy = BrokerError.remedies[code.rawValue].map { " \($0)" } ?? ""
        return BrokerError(
            kafka: code,
            "The Kafka client reports: \(unsafe string(rd_kafka_event_error_string(event))).\(remedy)"
        )
    }

    private mutating func note(log event: OpaquePointer) {
        var facility: UnsafePointer<CChar>?
        var text: UnsafePointer<CChar>?
        var level: Int32 = 0
        guard unsafe rd_kafka_event_log(event, &facility, &text, &level) == 0 else { return }
        let line = KafkaLog(level: Int(level), facility: string(facility), text: string(text))
        // Shared settings reach consumers and producers alike; the library remarks on each one.
        if line.facility == "CONFWARN", line.text.contains("will be ignored by this") { return }
        guard logs.count < Self.logCountLimit else {
            counters.droppedLogCount += 1
            return
        }
        logs.append(line)
    }

    /// Hands over the log lines that have come in since the last call.
    mutating func drainLogs(_ body: (KafkaLog) -> Void) {
        for line in logs { body(line) }
        logs.removeAll(keepingCapacity: true)
    }
}

/// Milliseconds of a clock that never jumps, for deadlines.
func monotonicMilliseconds() -> Int {
    var time = timespec()
    _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
}
