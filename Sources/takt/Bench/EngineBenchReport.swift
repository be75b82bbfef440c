import CPlatform
import Codecs

/// What `takt bench engine` found.
struct EngineBenchReport {
    var eventCount: Int
    var machineCount: Int
    var valueByteCountMean: Double
    var ruleCount: Int
    var rounds: Int
    var seriesCount = 0
    /// Records encoded while timed, per run.
    var outputs = 0
    /// Tasks, bytes of all their states, nanoseconds to write one, and the longest of it at a stretch.
    var taskCount = 0
    var snapshotByteCount = 0
    var snapshotNanoseconds = 0.0
    var snapshotNanosecondsMax = 0.0
    var stages: [(name: String, nanoseconds: Double)] = []
    var nanosecondsPerEvent = 0.0
    var nanosecondsPerEventMin = 0.0

    init(
        eventCount: Int,
        machineCount: Int,
        valueByteCountMean: Double,
        ruleCount: Int,
        rounds: Int
    ) {
        self.eventCount = eventCount
        self.machineCount = machineCount
        self.valueByteCountMean = valueByteCountMean
        self.ruleCount = ruleCount
        self.rounds = rounds
    }

    private var eventsPerSecond: Double { 1e9 / nanosecondsPerEvent }

    var text: String {
        var lines = [
            "\(eventCount) events of \(machineCount) machines (\(seriesCount) series), "
                + "\(Int(valueByteCountMean)) bytes each; \(ruleCount) rules; median of \(rounds) rounds",
            "",
            "events/s per core     \(Int(eventsPerSecond))   "
                + "(best round \(Int(1e9 / nanosecondsPerEventMin)))",
            "ns per event          \(tenth(nanosecondsPerEvent))",
            "outputs encoded       \(outputs)",
            "snapshot of a task    \(tenth(snapshotNanoseconds / 1e6)) ms, in pauses of at most "
                + "\(tenth(snapshotNanosecondsMax / 1e6)) ms; \(taskCount) tasks of "
                + "\(snapshotByteCount / max(1, taskCount)) bytes, "
                + "\(snapshotByteCount / max(1, seriesCount)) a series with its machine",
            "resident memory       \(platform_resident_byte_count() >> 20) MiB, events included",
            "", "ns per event by stage",
        ]
        for stage in stages {
            lines.append("  \(padded(tenth(stage.nanoseconds)))  \(stage.name)")
        }
        return lines.joined(separator: "\n")
    }

    var json: String {
        var bytes: [UInt8] = []
        JSONWriter.beginObject(&bytes)
        JSONWriter.field("events", eventCount, &bytes)
        JSONWriter.field("machines", machineCount, &bytes)
        JSONWriter.field("series", seriesCount, &bytes)
        JSONWriter.field("value_bytes_mean", valueByteCountMean, &bytes)
        JSONWriter.field("rules", ruleCount, &bytes)
        JSONWriter.field("rounds", rounds, &bytes)
        JSONWriter.field("events_per_second_per_core", eventsPerSecond, &bytes)
        JSONWriter.field("ns_per_event", nanosecondsPerEvent, &bytes)
        JSONWriter.field("outputs", outputs, &bytes)
        JSONWriter.field("tasks", taskCount, &bytes)
        JSONWriter.field("snapshot_bytes", snapshotByteCount, &bytes)
        JSONWriter.field("snapshot_ns", snapshotNanoseconds, &bytes)
        JSONWriter.field("snapshot_ns_max", snapshotNanosecondsMax, &bytes)
        JSONWriter.field("stages", strings: stages.map(\.name), &bytes)
        JSONWriter.field("stage_ns", stages.map(\.nanoseconds), &bytes)
        JSONWriter.endObject(&bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private func tenth(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }

    private func padded(_ text: String) -> String {
        String(repeating: " ", count: max(0, 8 - text.count)) + text
    }
}
