import Codecs
import Engine
import KafkaBroker
import PlantModel
import Records
import RuleEngine
import Testing

/// An embedded broker with every topic an engine needs, and hands to write to and read from it.
final class TestCluster {
    let cluster: MockCluster
    let settings: EngineSettings

    init(taskCount: Int = 4, change: (inout EngineSettings) -> Void = { _ in }) throws {
        cluster = try MockCluster()
        var settings = EngineSettings(
            plant: try Plant.load(Factory.plantText),
            rules: .empty,
            taskCount: taskCount
        )
        change(&settings)
        self.settings = settings
        for name in settings.sourceTopics + [settings.anchorTopic] + settings.outputNames {
            try cluster.createTopic(name, partitionCount: taskCount)
        }
    }

    func kafka(_ instance: String = "1") -> KafkaSettings {
        var kafka = KafkaSettings(
            brokers: cluster.bootstraps,
            applicationID: settings.application,
            instanceID: instance
        )
        kafka.properties = ["consumer.heartbeat.interval.ms": "300"]
        return kafka
    }

    func engine(
        _ launcher: EngineLauncher,
        instance: String = "1"
    ) throws -> RunningEngine<KafkaSource, KafkaSink> {
        var settings = settings
        settings.instance = instance
        return RunningEngine(
            settings: settings,
            source: try KafkaSource(
                kafka(instance),
                anchorTopic: settings.anchorTopic,
                topics: settings.sourceTopics
            ),
            sink: try KafkaSink(kafka(instance), topics: settings.sinkTopics),
            launcher: launcher
        )
    }

    /// Sends measurements of several machines, every tenth one broken, and waits until they are in.
    func produce(_ range: Range<Int>) throws {
        var sink = try KafkaSink(kafka("producer"), topics: settings.inputs.map(\.name))
        for number in range {
            let key = "acme/berlin/body/line-1/press-\(number % 7)"
            let value =
                number % 10 == 3
                ? "{\"equipment\":"
                : "{\"equipment\":\"\(key)\",\"time\":\"\(Factory.time(Double(number) / 10))\",\"characteristic\":\"diameter\",\"value\":\(number % 50 == 0 ? 11.0 : 10.0)}"
            while try !sink.send(
                topic: 2,
                key: Array(key.utf8),
                value: Array(value.utf8),
                timestampMilliseconds: Factory.epoch + Int64(number) * 100
            ) {
                _ = sink.poll(milliseconds: 10) { _ in }
            }
        }
        let isFlushed = sink.flush(milliseconds: 10_000)
        #expect(isFlushed)
    }

    /// Everything on an output topic so far.
    func read(_ topic: OutputTopic) throws -> [KafkaRecord] {
        var reader = try KafkaReader(kafka("reader"), topics: [settings.prefix + topic.name])
        var records: [KafkaRecord] = []
        while true {
            switch reader.next(milliseconds: 5_000) {
            case .record(let record): records.append(record)
            case .atEnd: return records
            case .timeout: throw Trouble("no answer")
            case .failed(let error): throw error
            }
        }
    }

    /// Waits, with a bound, until the engine has read so many records.
    func wait<S, T>(_ engine: RunningEngine<S, T>, until count: Int) async throws
    where S: MessageSource & ~Copyable, T: MessageSink & ~Copyable {
        for _ in 0..<600 {
            if engine.metrics.snapshot().books.read >= count { return }
            #expect(engine.control.failureSentences.isEmpty)
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Trouble("only \(engine.metrics.snapshot().books.read) of \(count) records were read")
    }
}

struct Trouble: Error {
    let text: String
    init(_ text: String) { self.text = text }
}

@Suite("An engine between two ends of a broker", .serialized)
struct RunningEngineTests {
    @Test(
        "reads, decides and publishes, and leaves books for every offset",
        arguments: [EngineLauncher.threaded, .fused]
    )
    func runs(launcher: EngineLauncher) async throws {
        let cluster = try TestCluster { $0.shardCount = 2 }
        try cluster.produce(0..<1_000)
        let engine = try cluster.engine(launcher)
        try engine.start()
        try await cluster.wait(engine, until: 1_000)
        #expect(engine.stop(withinMilliseconds: 5_000))

        let snapshot = engine.metrics.snapshot()
        #expect(snapshot.books.read == 1_000)
        #expect(snapshot.books.deadLettered == 100)
        #expect(snapshot.books.isBalanced)
        #expect(try cluster.read(.deadLetters).count == 100)
        let signals = try cluster.read(.spcSignals)
        #expect(signals.count >= 20)
        let ids = signals.map { $0.headers.first { $0.name == "ce_id" }!.value }
        #expect(Set(ids).count == ids.count, "every record has an id of its own")

        var covered = 0
        for record in try cluster.read(.kpiEngine) {
            let books = try JSONDocument(parsing: record.value ?? [])
            #expect(books.bool("balanced") == true)
            covered += (books.int("to_offset") ?? 0) - (books.int("from_offset") ?? 0)
        }
        #expect(covered == 1_000)
    }

    @Test("goes on after a stop where its books end, or earlier, never later")
    func restarts() async throws {
        let cluster = try TestCluster()
        try cluster.produce(0..<300)
        let first = try cluster.engine(.threaded, instance: "a")
        try first.start()
        try await cluster.wait(first, until: 300)
        #expect(first.stop(withinMilliseconds: 5_000))

        try cluster.produce(300..<600)
        let second = try cluster.engine(.threaded, instance: "b")
        try second.start()
        try await cluster.wait(second, until: 300)
        try await Task.sleep(for: .milliseconds(300))
        #expect(second.stop(withinMilliseconds: 5_000))

        var last: [Int: Int] = [:]
        for record in try cluster.read(.kpiEngine) {
            let books = try JSONDocument(parsing: record.value ?? [])
            let task = books.int("task") ?? -1
            let from = books.int("from_offset") ?? 0
            #expect(from <= last[task, default: 0], "no offset of task \(task) was skipped")
            last[task] = max(last[task, default: 0], books.int("to_offset") ?? 0)
        }
        #expect(last.values.reduce(0, +) == 600)
    }

    @Test("stops within two seconds when the broker is gone, and says what was left")
    func stopsWithoutBroker() async throws {
        let cluster = try TestCluster()
        let engine = try cluster.engine(.threaded)
        try engine.start()
        try cluster.produce(0..<200)
        try await cluster.wait(engine, until: 200)
        cluster.cluster.setBroker(1, isDown: true)
        try await Task.sleep(for: .milliseconds(200))
        let clock = ContinuousClock()
        let elapsed = clock.measure { _ = engine.stop(withinMilliseconds: 2_000) }
        // Generous: a loaded machine must not decide the test, an endless wait must.
        #expect(elapsed < .seconds(10))
    }
}
