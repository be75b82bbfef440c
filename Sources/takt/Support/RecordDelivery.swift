import CPlatform
import KafkaBroker
import Records

/// Sends records to a cluster and makes sure that they arrive.
struct RecordDelivery: ~Copyable {
    private var sink: KafkaSink
    /// Records that the cluster has.
    private(set) var deliveredCount = 0
    private var firstError: BrokerError?

    /// Opens a producer for some topics.
    init(_ settings: KafkaSettings, topics: [String]) throws(Failure) {
        do throws(BrokerError) {
            sink = try KafkaSink(settings, topics: topics)
        } catch {
            throw Failure(error.description)
        }
    }

    /// Records on their way.
    var inFlightCount: Int { sink.inFlightCount }

    /// Sends a record; waits while the client's queue is full, until the process is asked to stop.
    mutating func send(
        topic: Int,
        key: [UInt8],
        value: [UInt8],
        timestampMilliseconds: Int64 = 0
    ) throws(Failure) {
        do throws(BrokerError) {
            while try !sink.send(
                topic: topic,
                key: key,
                value: value,
                timestampMilliseconds: timestampMilliseconds
            ) {
                collect(milliseconds: 50)
                if StopSignals.isRequested { return }
            }
        } catch {
            throw Failure(error.description)
        }
        try check()
    }

    /// Takes the outcomes that have arrived.
    mutating func collect(milliseconds: Int = 0) {
        var delivered = 0
        var failed: BrokerError?
        _ = sink.poll(milliseconds: milliseconds) { delivery in
            if let error = delivery.error { failed = failed ?? error } else { delivered += 1 }
        }
        deliveredCount += delivered
        firstError = firstError ?? failed
    }

    /// Waits until the cluster has everything, at most so long.
    mutating func finish(milliseconds: Int) throws(Failure) {
        let isDone = sink.flush(milliseconds: milliseconds)
        collect()
        let left = sink.inFlightCount
        sink.close(milliseconds: 0)
        try check()
        guard isDone else {
            throw Failure(
                "\(NumberText.count(left, "record")) did not reach the cluster within "
                    + "\(milliseconds / 1000) s. Check with `takt doctor` that it answers."
            )
        }
    }

    private func check() throws(Failure) {
        if let error = firstError ?? sink.fatalError { throw Failure(error.description) }
    }
}
