import Codecs
import Records

/// Produces the events of all machines in order of event time.
struct PlantGenerator: Sendable {
    /// Streams of one machine: state, counts, inspections, then its signals.
    static let streamsPerMachine = 6

    let start: Int64
    let end: Int64
    let rate: Double
    /// Breaks of each site, by start.
    let breaks: [[(start: Int64, end: Int64)]]
    var machines: [Machine]
    var queue = EventQueue()

    init(settings: ScenarioSettings, machines: [Machine], breaks: [[(start: Int64, end: Int64)]]) {
        start = settings.start.nanoseconds
        end = settings.end.nanoseconds
        rate = settings.rate
        self.breaks = breaks
        self.machines = machines
        for index in machines.indices { begin(index) }
    }

    private mutating func begin(_ index: Int) {
        let stream = Int32(index * Self.streamsPerMachine)
        // States come first, so that no measurement meets a machine without one.
        let offset = Int64(index % 200) * Nanoseconds.millisecond
        machines[index].runningSince = start + offset
        queue.insert(.init(time: start + offset, stream: stream))
        queue.insert(.init(time: start + offset + period(index, 10), stream: stream + 1))
        let inspection = machines[index].random.seconds(20, 300)
        queue.insert(.init(time: start + inspection, stream: stream + 2))
        for (signal, model) in machines[index].kind.signals.enumerated() {
            let first = start + 300 * Nanoseconds.millisecond + period(index, model.period)
            queue.insert(.init(time: first, stream: stream + 3 + Int32(signal)))
        }
    }

    /// Appends the next event, or answers nil at the end of the run.
    mutating func next(into bytes: inout [UInt8]) -> GeneratedEvent? {
        while let entry = queue.first, entry.time < end {
            let index = Int(entry.stream) / Self.streamsPerMachine
            let stream = Int(entry.stream) % Self.streamsPerMachine
            let mark = bytes.count
            guard let topic = produce(index, stream, entry.time, &bytes) else { continue }
            if let fault = machines[index].fault, fault.kind == .silentMachine,
                fault.acts(entry.time)
            {
                bytes.removeLast(bytes.count - mark)
                continue
            }
            let time = EventTime(nanoseconds: entry.time)
            return GeneratedEvent(
                topic: topic,
                machine: index,
                time: time,
                arrival: time,
                isRepeat: false
            )
        }
        return nil
    }

    private mutating func produce(
        _ index: Int,
        _ stream: Int,
        _ time: Int64,
        _ bytes: inout [UInt8]
    ) -> PlantTopic? {
        switch stream {
        case 0: return produceState(index, time, &bytes)
        case 1:
            queue.reschedule(time + period(index, 10))
            writeCounts(index, time, &bytes)
            return .counts
        case 2:
            queue.reschedule(time + machines[index].random.seconds(240, 360))
            guard machines[index].state == .running else { return nil }
            writeInspection(index, time, &bytes)
            return .inspections
        default:
            let model = machines[index].kind.signals[stream - 3]
            queue.reschedule(time + period(index, model.period))
            if model.size > 1 {
                // Parts are only measured while parts are made.
                guard machines[index].state == .running else { return nil }
                writeSubgroup(index, stream - 3, model, time, &bytes)
            } else {
                writeReading(index, stream - 3, model, time, &bytes)
            }
            return .measurements
        }
    }

    /// Nanoseconds until the next message of a stream, in whole milliseconds.
    private mutating func period(_ index: Int, _ seconds: Double) -> Int64 {
        let jitter = 1 + machines[index].random.symmetric() * 0.1
        let milliseconds = Int64(seconds * 1000 / rate * jitter)
        return max(milliseconds, 1) * Nanoseconds.millisecond
    }
}
