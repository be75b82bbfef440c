import CPlatform
import KafkaBroker
import Records

/// Reads topics from their beginning to their present end, with a progress line.
struct TopicReading {
    /// How long a partition may stay silent before its end, in nanoseconds. Some brokers report the end
    /// of a partition wrong; then silence has to do.
    static let silenceNanoseconds: Int64 = 8_000_000_000

    let settings: KafkaSettings
    let topics: [String]
    var start = KafkaReader.Start.beginning

    /// Hands every record to `body`; ends early when the process is asked to stop. False when not every
    /// partition said that this was its end.
    @discardableResult
    func forEach(_ body: (KafkaRecord) throws(Failure) -> Void) throws(Failure) -> Bool {
        do throws(BrokerError) {
            var reader = try KafkaReader(settings, topics: topics, from: start)
            return try read(&reader, body)
        } catch {
            throw Failure(error.description)
        }
    }

    private func read(
        _ reader: inout KafkaReader,
        _ body: (KafkaRecord) throws(Failure) -> Void
    ) throws(BrokerError) -> Bool {
        var progress = ProgressLine()
        defer { progress.end() }
        var count = 0
        var newest = platform_monotonic_nanoseconds()
        var countBefore = 0
        /// Since records came last; looked up when none comes, since a clock for each would be dear.
        func silence() -> Int64 {
            let now = platform_monotonic_nanoseconds()
            if count > countBefore {
                countBefore = count
                newest = now
            }
            return now - newest
        }
        while !StopSignals.isRequested {
            switch reader.next(milliseconds: 200) {
            case .record(let record):
                count += 1
                do throws(Failure) {
                    try body(record)
                } catch {
                    throw BrokerError(code: 0, name: "INPUT", message: error.sentence)
                }
            case .atEnd: return true
            case .timeout:
                if silence() > Self.silenceNanoseconds { return false }
            case .failed(let error):
                if !error.isRetriable { throw error }
                if silence() > Self.silenceNanoseconds { throw error }
            }
            progress.show {
                "reading \(topics.joined(separator: ", ")): \(NumberText.grouped(count))"
            }
        }
        return false
    }
}
