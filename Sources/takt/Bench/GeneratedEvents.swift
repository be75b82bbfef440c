import Engine
import Records
import Simulation

/// A plant's events in memory, ready to be fed as a broker would: keys, values, places.
final class GeneratedEvents {
    struct Event {
        var role: InputRole
        var machine: Int
        var partition: Int32
        var offset: Int64
        var value: Range<Int>
        var time: EventTime
    }

    /// Partitions of each topic.
    static let partitionCount = 8

    private(set) var events: [Event] = []
    private(set) var bytes: [UInt8] = []
    let machineCount: Int
    let plantYAML: String
    private let keyBytes: [UInt8]
    private let keyEnds: [Int]

    /// Generates at one event a second and machine, without faults.
    init(count: Int, machineCount: Int) {
        self.machineCount = machineCount
        let seconds = Int64(Double(count) / Double(machineCount) * 1.5) + 60
        var settings = ScenarioSettings(
            seed: 1,
            start: EventTime(milliseconds: 1_772_438_400_000),
            durationNanoseconds: seconds * Nanoseconds.second,
            machineCount: machineCount
        )
        settings.hasFaults = false
        var scenario = PlantScenario(settings)
        plantYAML = scenario.plantYAML
        (keyBytes, keyEnds) = Self.keys(scenario)
        let partitions = (0..<machineCount).map { machine in
            var key = scenario.path(ofMachine: machine)
            return key.withUTF8 {
                unsafe StableHash.partition(
                    ofKey: UnsafeRawBufferPointer($0),
                    partitionCount: Self.partitionCount
                )
            }
        }
        var offsets: [Int: Int64] = [:]
        events.reserveCapacity(count)
        while events.count < count {
            let start = bytes.count
            guard let event = scenario.next(into: &bytes) else { break }
            let partition = partitions[event.machine]
            let place = Int(event.topic.rawValue) * Self.partitionCount + Int(partition)
            events.append(
                Event(
                    role: InputRole(rawValue: Int(event.topic.rawValue))!,
                    machine: event.machine,
                    partition: partition,
                    offset: offsets[place, default: 0],
                    value: start..<bytes.count,
                    time: event.time
                )
            )
            offsets[place, default: 0] += 1
        }
    }

    private static func keys(_ scenario: PlantScenario) -> ([UInt8], [Int]) {
        var bytes: [UInt8] = []
        var ends: [Int] = []
        for machine in 0..<scenario.machineCount {
            bytes += Array(scenario.path(ofMachine: machine).utf8)
            ends.append(bytes.count)
        }
        return (bytes, ends)
    }

    /// Lends every event of a range as a message, in order.
    func forEach(_ range: Range<Int>, _ body: (InboundMessage) -> Void) {
        unsafe bytes.withUnsafeBytes { values in
            unsafe keyBytes.withUnsafeBytes { keys in
                for event in events[range] {
                    let keyStart = event.machine == 0 ? 0 : keyEnds[event.machine - 1]
                    body(
                        unsafe InboundMessage(
                            record: event.role.rawValue,
                            partition: event.partition,
                            offset: event.offset,
                            timestampMilliseconds: event.time.milliseconds,
                            key: UnsafeRawBufferPointer(
                                rebasing: keys[keyStart..<keyEnds[event.machine]]
                            ),
                            value: UnsafeRawBufferPointer(rebasing: values[event.value]),
                            handle: nil
                        )
                    )
                }
            }
        }
    }

    /// Mean bytes of a value.
    var valueByteCountMean: Double { Double(bytes.count) / Double(max(1, events.count)) }
}
