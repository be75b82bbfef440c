import Engine
import KafkaBroker
import Records
import Testing

@testable import takt

/// A cluster on which an engine has worked and then stopped.
final class WorkedCluster {
    static let taskCount = 2

    let cluster: MockCluster
    let engine: EngineSettings
    let settings: KafkaSettings

    /// Makes the topics; nothing has happened on them.
    init() throws {
        cluster = try MockCluster()
        engine = EngineSettings(plant: .empty, rules: .empty, taskCount: Self.taskCount)
        let inputs = engine.inputs.map(\.name)
        for name in inputs + [engine.anchorTopic] + engine.sinkTopics {
            try cluster.createTopic(name, partitionCount: Self.taskCount)
        }
        settings = KafkaSettings(brokers: cluster.bootstraps, applicationID: engine.application)
    }

    /// Sends measurements, every fourth one broken, and lets an engine work on them to the end.
    func work(on range: Range<Int>, total: Int) throws {
        try feed(range)
        let running = RunningEngine(
            settings: engine,
            source: try KafkaSource(
                settings,
                anchorTopic: engine.anchorTopic,
                topics: engine.sourceTopics
            ),
            sink: try KafkaSink(settings, topics: engine.sinkTopics)
        )
        try running.start()
        for _ in 0..<600 where running.metrics.snapshot().books.read < total {
            _ = StopSignals.wait(milliseconds: 50)
        }
        let isClean = running.stop(withinMilliseconds: 10_000)
        #expect(isClean && running.metrics.snapshot().books.read == total)
    }

    private func feed(_ range: Range<Int>) throws {
        var sink = try KafkaSink(settings, topics: engine.inputs.map(\.name))
        for number in range {
            let key = "acme/berlin/body/line-1/press-\(number % 7)"
            let milliseconds = 1_772_438_400_000 + Int64(number) * 1_000
            let value =
                number % 4 == 3
                ? "{\"equipment\":"
                : "{\"equipment\":\"\(key)\",\"time\":\(milliseconds),"
                    + "\"characteristic\":\"diameter\",\"value\":\(number % 10)}"
            let isSent = try sink.send(
                topic: 2,
                key: Array(key.utf8),
                value: Array(value.utf8),
                timestampMilliseconds: milliseconds
            )
            try #require(isSent)
        }
        let isFlushed = sink.flush(milliseconds: 20_000)
        try #require(isFlushed)
    }

    /// Every record of an output topic.
    func records(of topic: OutputTopic) throws -> [KafkaRecord] {
        var records: [KafkaRecord] = []
        let name = engine.outputNames[topic.rawValue]
        try TopicReading(settings: settings, topics: [name]).forEach { records.append($0) }
        return records
    }

    /// Writes a record on an output topic that no engine wrote.
    func forge(_ record: KafkaRecord, on topic: OutputTopic) throws {
        var sink = try KafkaSink(settings, topics: engine.outputNames)
        let isSent = try sink.send(
            topic: topic.rawValue,
            key: record.key,
            value: record.value,
            headers: record.headers
        )
        let isFlushed = sink.flush(milliseconds: 20_000)
        try #require(isSent && isFlushed)
    }

    /// What `takt audit --outputs` finds, and the lines that it would write.
    func audit(
        _ change: (inout EngineSettings) -> Void = { _ in }
    ) throws -> (report: OutputAuditReport, lines: [String]) {
        var engine = engine
        change(&engine)
        var lines: [String] = []
        let report = try OutputAudit(settings: settings, families: [engine]).run {
            lines.append(String(decoding: $0, as: UTF8.self))
        }
        return (report, lines)
    }
}
