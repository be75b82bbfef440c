import CPlatform
import Engine
import KafkaBroker
import PlantModel
import Records
import Synchronization

/// Follows the versions of the plant file for the engine of this process, and puts what changes in its own
/// file among them, as far as only limits changed.
///
/// `begin` before the engine starts, then a thread of its own.
final class PlantKeeper: Sendable {
    private static let lookNanoseconds: Int64 = Nanoseconds.second

    private let installation: Installation
    private let settings: KafkaSettings
    private let publisher: PlantPublisher
    private let board: SetBoard
    private let instance: String
    private let log: @Sendable (LogLevel, String) -> Void
    private let state = Mutex((base: Plant.empty, newest: UInt64(0), text: [UInt8]?.none))

    init(
        _ installation: Installation,
        _ settings: KafkaSettings,
        board: SetBoard,
        instance: String,
        log: @escaping @Sendable (LogLevel, String) -> Void
    ) {
        self.installation = installation
        self.settings = settings
        self.board = board
        self.instance = instance
        self.log = log
        publisher = PlantPublisher(settings: settings, topic: installation.topic("plant.versions"))
    }

    /// The highest number that was read from the topic.
    var newest: UInt64 { state.withLock { $0.newest } }

    /// Reads what is there and lays it down. A file that nobody has seen yet becomes the newest version,
    /// whatever it changes.
    ///
    /// - Returns: The plant that the engine starts with.
    func begin() throws(Failure) -> Plant {
        var history = try PlantHistory(settings, topic: publisher.topic)
        if let path = installation.plantPath {
            let text = try FileText.text(path)
            let plant = try Installation.plant(at: path)
            state.withLock { $0.text = Array(text.utf8) }
            if isOlder(text, plant, history) {
                noteOlder(history)
            } else {
                try publisher.publishIfNew { draft(text, plant, "at its start", $0) }
                history = try PlantHistory(settings, topic: publisher.topic)
            }
        }
        let base: Plant
        if let there = try history.beginning() {
            base = there
        } else {
            base = try installation.plant()
        }
        state.withLock { $0.base = base }
        for version in history.versions { take(version, isQuiet: version != history.newest) }
        return base
    }

    /// Whether somebody replaced the limits of a file since it was published. A file of another design
    /// counts: nobody else can bring that in.
    private func isOlder(
        _ text: String,
        _ plant: Plant,
        _ history: PlantHistory
    ) -> Bool {
        guard let newest = history.newest, newest.text != text,
            history.versions.contains(where: { $0.text == text }), let there = try? newest.plant()
        else { return false }
        return plant.partThatNeedsRestart(after: there) == nil
    }

    private func noteOlder(_ history: PlantHistory) {
        guard let newest = history.newest else { return }
        log(
            .warning,
            "The plant file is an older version; the limits of version \(newest.number) of \(newest.by) on \(publisher.topic) are used. `takt plant apply` makes those of the file the newest."
        )
    }

    /// A version of the file of this process; nil when somebody had the same file first.
    private func draft(
        _ text: String,
        _ plant: Plant,
        _ why: String,
        _ history: PlantHistory
    ) -> PlantVersion? {
        guard history.newest?.text != text else { return nil }
        return PlantVersion(text, plant, by: instance, why: "the file of \(instance) \(why)")
    }

    /// Lays a version down; tasks hear of it when this process can take what it changes.
    private func take(_ version: PlantVersion, isQuiet: Bool = false) {
        state.withLock { $0.newest = max($0.newest, version.number) }
        board.add(
            version.version,
            laterPlant: { (try? version.plant()).map { version.limits(of: $0) } }
        )
        do throws(Failure) {
            let plant = try version.plant()
            let base = state.withLock { $0.base }
            if let part = plant.partThatNeedsRestart(after: base) {
                guard !isQuiet else { return }
                return log(
                    .error,
                    "Version \(version.number) of the plant file, by \(version.by), differs in \(part), which needs a restart. Until then this process goes on with what it has."
                )
            }
            board.add(version.version, version.limits(of: plant))
            board.announce(version.version)
        } catch {
            if !isQuiet { log(.error, error.sentence) }
            return
        }
        guard !isQuiet else { return }
        log(
            .info,
            "plant: version \(version.number) by \(version.by)\(version.effectiveFrom.map { ", from \(EventText.short($0)) on" } ?? "")\(version.why.isEmpty ? "" : ": \(version.why)")"
        )
    }

    /// Gives settings the versions that lie on a cluster, for work that is done once more; without any
    /// they keep their plant.
    static func layDown(
        for engine: inout EngineSettings,
        _ installation: Installation,
        _ settings: KafkaSettings
    ) throws(Failure) {
        let topic = installation.topic("plant.versions")
        var admin = try ClusterAdmin(settings)
        guard try admin.topics()[topic] != nil else { return }
        let history = try PlantHistory(settings, topic: topic)
        guard let plant = try history.beginning() else { return }
        let board = engine.sets ?? SetBoard(inputs: engine.inputs)
        for version in history.versions {
            board.add(
                version.version,
                laterPlant: { (try? version.plant()).map { version.limits(of: $0) } }
            )
        }
        engine.plant = plant
        engine.sets = board
    }

    // MARK: The thread

    /// Follows topic and file until the process is asked to stop. An error of the broker is no reason to
    /// end: what runs goes on.
    func run() {
        // From what `begin` has read: an edit since then is one, too.
        let text = state.withLock { $0.text }
        var watch = installation.plantPath.map { FileWatch(path: $0, accepted: text) }
        while !StopSignals.isRequested {
            do throws(BrokerError) {
                var reader = try KafkaReader(settings, topics: [publisher.topic])
                follow(&reader, &watch)
            } catch {
                log(
                    .warning,
                    "The versions of the plant file cannot be read, trying again: \(error)"
                )
                _ = StopSignals.wait(milliseconds: 5_000)
            }
        }
    }

    private func follow(_ reader: inout KafkaReader, _ watch: inout FileWatch?) {
        var history = PlantHistory()
        var nextLook = platform_monotonic_nanoseconds() + Self.lookNanoseconds
        while !StopSignals.isRequested {
            switch reader.next(milliseconds: 200) {
            case .record(let record):
                guard let version = history.add(record.value), version.number > newest else {
                    continue
                }
                take(version)
            case .atEnd, .timeout: break
            case .failed(let error):
                guard error.isRetriable else {
                    log(.warning, "The versions of the plant file cannot be read: \(error)")
                    _ = StopSignals.wait(milliseconds: 5_000)
                    return
                }
            }
            guard platform_monotonic_nanoseconds() >= nextLook else { continue }
            nextLook = platform_monotonic_nanoseconds() + Self.lookNanoseconds
            if watch?.hasChanged() == true { takeFile() }
        }
    }

    /// The file has another text than before: publishes it when only limits are others.
    func takeFile() {
        guard let path = installation.plantPath else { return }
        do throws(Failure) {
            let text = try FileText.text(path)
            let plant = try Installation.plant(at: path)
            let base = state.withLock { $0.base }
            if let part = plant.partThatNeedsRestart(after: base) {
                throw Failure("The plant file was changed in \(part), which needs a restart.")
            }
            try publisher.publishIfNew { history throws(Failure) in
                if let part = try history.partThatNeedsRestart(before: plant) {
                    throw Failure(
                        "The newest version of the plant file on \(publisher.topic) differs from the "
                            + "file of this process in \(part). Give this process that file and "
                            + "restart it."
                    )
                }
                return draft(text, plant, "was changed", history)
            }
        } catch {
            log(.error, "\(error.sentence)\nThe plant before the change goes on.")
        }
    }
}
