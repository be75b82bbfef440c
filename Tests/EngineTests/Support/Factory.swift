import Codecs
import Engine
import PlantModel
import Records
import RuleEngine

/// An output record as a test sees it.
struct Output {
    var topic: OutputTopic
    var key: String
    var value: String
    var headers: [String: String]

    /// A text field of the value.
    func text(_ name: String) -> String? {
        guard let document = try? JSONDocument(parsing: value) else { return nil }
        return document.string(name)
    }

    /// A number field of the value.
    func number(_ name: String) -> Double? {
        guard let document = try? JSONDocument(parsing: value) else { return nil }
        return document.double(name)
    }
}

/// A shard with everything on, fed with text and read as records: what a test of the whole pipeline
/// between two brokers needs.
final class Factory {
    static let plantText = """
        version: test
        unknown_equipment: learn
        unknown_characteristic: learn
        equipment:
          - path: acme/berlin/body/line-1/press-1
            ideal_cycle: 10s
        characteristics:
          - name: diameter
            equipment: "acme/**"
            chart:
              kind: i-mr
              rules: nelson
              limits: { mean: 10.0, sigma: 0.1 }
        """

    let settings: EngineSettings
    let shard: SoloShard
    private var offsets: [[Int64]]
    /// Every output so far.
    private(set) var outputs: [Output] = []
    /// Offsets of the last cut.
    private(set) var commits: [TopicOffset] = []

    init(
        plant: String = Factory.plantText,
        rules: RuleSet = .empty,
        taskCount: Int = 4,
        change: (inout EngineSettings) -> Void = { _ in }
    ) throws {
        var settings = EngineSettings(
            plant: try Plant.load(plant),
            rules: rules,
            taskCount: taskCount
        )
        change(&settings)
        self.settings = settings
        shard = SoloShard(settings: settings)
        offsets = Array(
            repeating: Array(repeating: 0, count: taskCount),
            count: settings.inputs.count
        )
    }

    /// Sends one record to a topic, to the partition of its key unless told otherwise.
    func send(
        _ role: InputRole,
        key: String? = "acme/berlin/body/line-1/press-1",
        bytes: [UInt8]?,
        partition: Int32? = nil,
        timestamp: Int64 = Factory.epoch,
        isBacklog: Bool = false
    ) {
        if !isBacklog { endPartitions() }
        let topic = settings.inputs.firstIndex { $0.role == role }!
        let keyBytes = key.map { Array($0.utf8) }
        let home = keyBytes.map { bytes in
            unsafe bytes.withUnsafeBytes {
                unsafe StableHash.partition(ofKey: $0, partitionCount: settings.taskCount)
            }
        }
        let partition = partition ?? home ?? 0
        let offset = offsets[topic][Int(partition)]
        offsets[topic][Int(partition)] += 1
        // An empty array has no address, which would read as null.
        let padded = keyBytes.map { $0 + [0] }
        let paddedValue = bytes.map { $0 + [0] }
        unsafe (padded ?? []).withUnsafeBytes { key in
            unsafe (paddedValue ?? []).withUnsafeBytes { value in
                shard.take(
                    unsafe InboundMessage(
                        record: topic,
                        partition: partition,
                        offset: offset,
                        timestampMilliseconds: timestamp,
                        key: padded == nil ? nil : UnsafeRawBufferPointer(rebasing: key.dropLast()),
                        value: paddedValue == nil
                            ? nil : UnsafeRawBufferPointer(rebasing: value.dropLast()),
                        handle: nil
                    )
                )
            }
        }
    }

    /// Tells every task that it has read every topic to its end, as brokers do when nothing waits.
    private func endPartitions() {
        for partition in 0..<Int32(settings.taskCount) {
            for topic in settings.inputs.indices {
                shard.take(
                    InboundMessage(kind: .endOfPartition, topic: topic, partition: partition)
                )
            }
        }
    }

    /// Sends one JSON record.
    func send(
        _ role: InputRole,
        _ json: String,
        key: String? = "acme/berlin/body/line-1/press-1",
        partition: Int32? = nil,
        timestamp: Int64 = Factory.epoch,
        isBacklog: Bool = false
    ) {
        send(
            role,
            key: key,
            bytes: Array(json.utf8),
            partition: partition,
            timestamp: timestamp,
            isBacklog: isBacklog
        )
    }

    /// Collects what was written since the last call; returns it and keeps it in `outputs`.
    @discardableResult
    func collect() -> [Output] {
        var fresh: [Output] = []
        shard.drain { batch, commits in
            if !commits.isEmpty { self.commits = commits }
            for index in 0..<batch.count where Self.isPublished(batch, index) {
                fresh.append(Self.read(batch, index))
            }
        }
        outputs += fresh
        return fresh
    }

    /// What a shard wrote since the last call.
    static func drain(_ shard: SoloShard) -> [Output] {
        var fresh: [Output] = []
        shard.drain { batch, _ in
            for index in 0..<batch.count where isPublished(batch, index) {
                fresh.append(read(batch, index))
            }
        }
        return fresh
    }

    /// Contributions are for the roll-ups only.
    private static func isPublished(_ batch: borrowing OutputBatch, _ index: Int) -> Bool {
        OutputTopic(rawValue: Int(batch.entries[index].topic)) != nil
    }

    private static func read(_ batch: borrowing OutputBatch, _ index: Int) -> Output {
        var headers = ["timestamp": "\(batch.entries[index].timestampMilliseconds)"]
        unsafe batch.forEachHeader(index) { name, value in
            unsafe headers[String(decoding: name, as: UTF8.self)] =
                String(decoding: value, as: UTF8.self)
        }
        return Output(
            topic: OutputTopic(rawValue: Int(batch.entries[index].topic))!,
            key: unsafe batch.withKey(index) { unsafe String(decoding: $0, as: UTF8.self) },
            value: unsafe batch.withValue(index) { unsafe String(decoding: $0, as: UTF8.self) },
            headers: headers
        )
    }

    /// 2026-03-02T08:00:00Z, a Monday.
    static let epoch: Int64 = 1_772_438_400_000

    /// A time of that day as RFC 3339 text.
    static func time(_ seconds: Double) -> String {
        TimeFormatter.string(EventTime(milliseconds: epoch + Int64(seconds * 1000)))
    }
}
