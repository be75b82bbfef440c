import Codecs
import KafkaBroker
import Records
import Simulation

/// A simulated plant on its way to a cluster or a file.
///
/// A plant of fewer machines than the generator makes is its first ones.
struct SimulatedPlant {
    private let scenario: PlantScenario
    private let machineCount: Int

    init(_ settings: ScenarioSettings, machineCount: Int) {
        scenario = PlantScenario(settings)
        self.machineCount = machineCount
    }

    /// First moment of the run.
    var start: EventTime { scenario.settings.start }

    /// The plant file that describes it.
    var file: String { scenario.plantYAML }

    /// Writes the faults of the machines that are there.
    func writeTruth(to path: String) throws(Failure) {
        let paths = Set((0..<machineCount).map { scenario.path(ofMachine: $0) })
        var file = try OutputFile(path)
        for fault in scenario.groundTruth where paths.contains(fault.equipment) {
            var line: [UInt8] = []
            fault.appendJSON(to: &line)
            line.append(0x0A)
            try file.write(line)
        }
        try file.flush()
    }

    /// Writes replay lines; answers how many.
    func write(to path: String, prefix: String, _ pacer: Pacer) throws(Failure) -> Int {
        var file = try OutputFile(path)
        let count = try forEach(pacer, idle: { () throws(Failure) in try file.flush() }) {
            event,
            key,
            value throws(Failure) in
            var line: [UInt8] = []
            JSONWriter.beginObject(&line)
            JSONWriter.field("topic", prefix + event.topic.name, &line)
            JSONWriter.field("key", key, &line)
            JSONWriter.field("timestamp", event.arrival.milliseconds, &line)
            JSONWriter.name("value" as StaticString, &line)
            line += value
            JSONWriter.endObject(&line)
            line.append(0x0A)
            try file.write(line)
        }
        try file.flush()
        return count
    }

    /// Sends the events to a cluster; answers how many it has.
    func produce(
        to installation: Installation,
        _ settings: KafkaSettings,
        hasEventTimestamps: Bool,
        _ pacer: Pacer
    ) throws(Failure) -> Int {
        let topics = PlantTopic.allCases.map { installation.topic($0.name) }
        try checkTopics(topics, settings)
        var delivery = try RecordDelivery(settings, topics: topics)
        _ = try forEach(pacer, idle: { () throws(Failure) in delivery.collect() }) {
            event,
            key,
            value throws(Failure) in
            try delivery.send(
                topic: Int(event.topic.rawValue),
                key: Array(key.utf8),
                value: value,
                timestampMilliseconds: hasEventTimestamps ? event.time.milliseconds : 0
            )
            if delivery.inFlightCount > 1000 { delivery.collect() }
        }
        // A broker that is away may come back: as long as a user would wait.
        try delivery.finish(milliseconds: StopSignals.isRequested ? 2_000 : 120_000)
        return delivery.deliveredCount
    }

    private func checkTopics(_ topics: [String], _ settings: KafkaSettings) throws(Failure) {
        var admin = try ClusterAdmin(settings)
        let present = try admin.topics()
        if let missing = topics.first(where: { present[$0] == nil }) {
            throw Failure(
                "The cluster has no topic \(missing). Create the topics with `takt topics apply`."
            )
        }
    }

    /// Goes through the events as their time comes, until the end or until asked to stop.
    private func forEach(
        _ pacer: Pacer,
        idle: () throws(Failure) -> Void,
        _ body: (GeneratedEvent, String, [UInt8]) throws(Failure) -> Void
    ) throws(Failure) -> Int {
        var scenario = scenario
        var progress = ProgressLine()
        defer { progress.end() }
        let paths = (0..<machineCount).map { scenario.path(ofMachine: $0) }
        let length = Double(scenario.settings.durationNanoseconds)
        var value: [UInt8] = []
        var count = 0
        while !StopSignals.isRequested {
            value.removeAll(keepingCapacity: true)
            guard let event = scenario.next(into: &value) else { break }
            guard event.machine < machineCount else { continue }
            while case let wait = pacer.milliseconds(until: event.arrival), wait > 0 {
                try idle()
                if StopSignals.wait(milliseconds: min(wait, 100)) { return count }
            }
            try body(event, paths[event.machine], value)
            count += 1
            progress.show {
                let share = Double(event.arrival - start) / length
                return "\(NumberText.grouped(count)) events, plant time "
                    + "\(EventText.short(event.arrival)), \(Int(share * 100)) %"
            }
        }
        return count
    }
}
