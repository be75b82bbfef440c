import CPlatform
import KafkaBroker
import Records

/// One topic of one task, read record by record as the order log asks for them.
///
/// A class because each task has several; one thread.
final class TaskInput {
    private var reader: KafkaReader
    private let topic: String
    private var next: KafkaRecord?

    /// Opens it at its oldest record.
    init(_ settings: KafkaSettings, topic: String, task: Int32) throws(Failure) {
        self.topic = topic
        do throws(BrokerError) {
            reader = try KafkaReader(settings, topics: [topic], partition: task)
        } catch {
            throw Failure(error.description)
        }
    }

    /// The next record, if it lies before an offset; nil when the next one is there or after, or when
    /// nothing more comes.
    func record(before end: Int64) throws(Failure) -> KafkaRecord? {
        if next == nil { next = try read() }
        guard let record = next, record.offset < end else { return nil }
        next = nil
        return record
    }

    /// What the log speaks of is there, or was; so the end of the topic has to be silent for a while
    /// before it is believed: some brokers report it wrong.
    private func read() throws(Failure) -> KafkaRecord? {
        let deadline = platform_monotonic_nanoseconds() + TopicReading.silenceNanoseconds
        while !StopSignals.isRequested {
            var failure: BrokerError?
            switch reader.next(milliseconds: 200) {
            case .record(let record): return record
            case .atEnd, .timeout: break
            case .failed(let error): failure = error
            }
            let isOver = platform_monotonic_nanoseconds() >= deadline
            if let failure, isOver || !failure.isRetriable { throw Failure(failure.description) }
            if isOver { return nil }
        }
        return nil
    }
}

extension KafkaRecord {
    /// Lends the record as the engine takes it, as one of input topic `topic`.
    func withMessage(topic: Int, _ body: (InboundMessage) -> Void) {
        // One byte more, so that an empty key has an address and is not taken for a null one.
        let bytes = (key ?? []) + (value ?? []) + [0]
        unsafe bytes.withUnsafeBytes { all in
            let keyCount = key?.count ?? 0
            let keyBytes = unsafe UnsafeRawBufferPointer(rebasing: all[..<keyCount])
            let valueBytes = unsafe UnsafeRawBufferPointer(
                rebasing: all[keyCount..<all.count - 1]
            )
            body(
                unsafe InboundMessage(
                    record: topic,
                    partition: partition,
                    offset: offset,
                    timestampMilliseconds: timestampMilliseconds,
                    key: key == nil ? nil : keyBytes,
                    value: value == nil ? nil : valueBytes,
                    handle: nil
                )
            )
        }
    }
}
