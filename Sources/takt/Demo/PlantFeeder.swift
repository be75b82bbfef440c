import KafkaBroker
import Records
import Simulation
import Synchronization

/// Plays the machines: sends the events of the simulated plant to the input topics when the plant's
/// clock says that they arrive.
///
/// Works on a thread of its own; its figures may be read from any.
final class PlantFeeder: Sendable {
    private struct Progress {
        var deliveredCount = 0
        var isDone = false
        var failure: String?
    }

    private let settings: KafkaSettings
    private let topics: [String]
    private let clock: PlantClock
    private let progress = Mutex(Progress())
    private let isStopping = Atomic<Bool>(false)

    /// A feeder of topics with this prefix.
    init(_ settings: KafkaSettings, prefix: String, clock: PlantClock) {
        self.settings = settings
        topics = PlantTopic.allCases.map { prefix + $0.name }
        self.clock = clock
    }

    /// Records that the broker has.
    var deliveredCount: Int { progress.withLock { $0.deliveredCount } }
    /// True after the last record.
    var isDone: Bool { progress.withLock { $0.isDone } }
    /// Why it ended too early.
    var failure: String? { progress.withLock { $0.failure } }

    /// Ends the plant early.
    func stop() { isStopping.store(true, ordering: .releasing) }

    /// Sends the whole run; the body of its thread.
    func run(_ scenario: PlantScenario) {
        do throws(Failure) {
            var delivery = try RecordDelivery(settings, topics: topics)
            let keys = (0..<scenario.machineCount).map { Array(scenario.path(ofMachine: $0).utf8) }
            try send(scenario, keys, &delivery)
            try delivery.finish(milliseconds: 5000)
            note(delivery.deliveredCount)
        } catch {
            progress.withLock { $0.failure = error.sentence }
        }
        progress.withLock { $0.isDone = true }
    }

    private func send(
        _ scenario: PlantScenario,
        _ keys: [[UInt8]],
        _ delivery: inout RecordDelivery
    ) throws(Failure) {
        var scenario = scenario
        var value: [UInt8] = []
        var count = 0
        while let event = scenario.next(into: &value) {
            try wait(for: event.arrival, &delivery)
            if isStopping.load(ordering: .acquiring) { return }
            try delivery.send(
                topic: Int(event.topic.rawValue),
                key: keys[event.machine],
                value: value,
                timestampMilliseconds: event.time.milliseconds
            )
            value.removeAll(keepingCapacity: true)
            count += 1
            if count % 512 == 0 {
                // A plant that is behind its clock never waits, and outcomes must be taken all the same.
                delivery.collect()
                note(delivery.deliveredCount)
            }
        }
    }

    /// Sleeps until the plant has reached a moment. Short waits are taken together: a few
    /// milliseconds more or less matter to nobody here.
    private func wait(for time: EventTime, _ delivery: inout RecordDelivery) throws(Failure) {
        while !isStopping.load(ordering: .acquiring) {
            let left = clock.wallNanoseconds(until: time)
            guard left > 2_000_000 else { return }
            delivery.collect(milliseconds: Int(min(left / 1_000_000, 20)))
            note(delivery.deliveredCount)
        }
    }

    private func note(_ count: Int) { progress.withLock { $0.deliveredCount = count } }
}
