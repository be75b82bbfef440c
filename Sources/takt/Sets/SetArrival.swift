import CPlatform
import Engine
import KafkaBroker
import Records

/// Waits until the tasks of an application know of a version: each says so in its order log.
struct SetArrival: ~Copyable {
    private var reader: KafkaReader
    private let topic: String
    private let taskCount: Int
    private let nanoseconds: Int64

    /// Begins to listen; to be made before the version is published.
    init(
        _ settings: KafkaSettings,
        application: String,
        nanoseconds: Int64
    ) throws(Failure) {
        topic = "\(application)-order"
        self.nanoseconds = nanoseconds
        do throws(BrokerError) {
            reader = try KafkaReader(settings, topics: [topic], from: .end)
        } catch {
            throw Failure("\(error) Is an engine of \(application) running? Leave --wait out.")
        }
        taskCount = reader.partitionCounts[0]
    }

    /// Waits for a version; throws a sentence that names the tasks from which nothing was heard.
    mutating func wait(for version: SetVersion) throws(Failure) {
        var missing = Set(0..<Int32(taskCount))
        let deadline = platform_monotonic_nanoseconds() + nanoseconds
        while !missing.isEmpty, !StopSignals.isRequested,
            platform_monotonic_nanoseconds() < deadline
        {
            guard case .record(let record) = reader.next(milliseconds: 200),
                let entry = unsafe (record.value ?? []).withUnsafeBytes({
                    unsafe OrderEntry($0)
                }), entry.steps.contains(.known(version))
            else { continue }
            missing.remove(record.partition)
        }
        guard missing.isEmpty else {
            let tasks = missing.sorted().map { "\($0)" }.joined(separator: ", ")
            throw Failure(
                "Version \(version.number) is published, but of \(NumberText.count(taskCount, "task")) these "
                    + "did not say that they know of it: \(tasks). Is an engine running? Its log says whether "
                    + "it refused the version, for rules also takt_rules_refused on /metrics."
            )
        }
    }
}
