import CPlatform
import Engine
import KafkaBroker
import PlantModel
import Records
import RuleEngine

/// Follows the versions of the rules for the engine of this process, and puts what changes in its own
/// folder among them.
///
/// `begin` before the engine starts, then a thread of its own. What the topic holds counts; a folder is
/// only another way to put a version there. Checks, tests and compiling happen here, off the shards.
final class RuleSetKeeper: Sendable {
    /// Older versions than so many are forgotten; no recovery goes back that far.
    private static let keptCount = 64
    private static let lookNanoseconds: Int64 = Nanoseconds.second

    /// Where the shards find them.
    let board: SetBoard
    let status = RuleSetStatus()
    private let installation: Installation
    private let settings: KafkaSettings
    private let catalogue: FieldCatalogue
    private let publisher: RuleSetPublisher
    private let folder: String?
    private let instance: String
    private let log: @Sendable (LogLevel, String) -> Void

    init(
        _ installation: Installation,
        _ settings: KafkaSettings,
        instance: String,
        log: @escaping @Sendable (LogLevel, String) -> Void
    ) throws(Failure) {
        self.installation = installation
        self.settings = settings
        self.instance = instance
        self.log = log
        catalogue = try installation.catalogue()
        publisher = RuleSetPublisher(settings: settings, topic: installation.topic("rules.sets"))
        let hasFolder =
            installation.configuration.rulesPath != nil || installation.locator.rules() != nil
        folder = hasFolder ? try installation.rulesFolder() : nil
        board = SetBoard(inputs: installation.inputs)
    }

    /// Reads what is there. The folder's rules become the newest version when nobody has seen them yet.
    func begin() throws(Failure) {
        var history = try RuleSetHistory(settings, topic: publisher.topic)
        if let folder {
            let candidate = try RuleSetCandidate(folder: folder, installation)
            if let known = history.versions.last(where: { $0.files == candidate.set.files }) {
                noteOlder(known, history)
            } else {
                _ = try publish(candidate, why: "the folder of \(instance) at its start")
                history = try RuleSetHistory(settings, topic: publisher.topic)
            }
        }
        for version in history.versions.suffix(Self.keptCount) {
            take(version, isNewest: version == history.newest)
        }
    }

    private func noteOlder(_ known: RuleSetVersion, _ history: RuleSetHistory) {
        guard let newest = history.newest, newest.files != known.files else { return }
        log(
            .warning,
            "The folder holds version \(known.number) of the rules, and version \(newest.number) of \(newest.by) is the newest on \(publisher.topic): that one runs. `takt rules apply` makes the folder's the newest."
        )
    }

    private func publish(
        _ candidate: RuleSetCandidate,
        why: String
    ) throws(Failure) -> RuleSetVersion {
        let by = instance
        return try publisher.publish { history in
            let modes = candidate.set.modes(over: history.newest?.modes ?? [:])
            return RuleSetVersion(
                candidate.set.with(modes: modes),
                testCount: candidate.testCount,
                by: by,
                why: why
            )
        }
    }

    /// Lays a version down for the shards: the newest compiled, older ones to be read when asked for.
    private func take(_ version: RuleSetVersion, isNewest: Bool) {
        guard isNewest else {
            let catalogue = catalogue
            board.add(version.version, later: { version.ruleSet(catalogue).set })
            return board.announce(version.version)
        }
        let (set, problem) = version.ruleSet(catalogue)
        guard let set else {
            return refuse(
                "Version \(version.number) of the rules cannot be used by this program: \(problem) The "
                    + "rules before it go on. Use the same version of Takt, or `takt rules rollback`."
            )
        }
        board.add(version.version, set)
        board.announce(version.version)
        status.took(version)
        log(
            .info,
            "rules: version \(version.number), \(NumberText.count(set.count, "rule")), by \(version.by)\(version.effectiveFrom.map { ", from \(EventText.short($0)) on" } ?? "")\(version.why.isEmpty ? "" : ": \(version.why)")"
        )
    }

    private func refuse(_ sentence: String) {
        status.refused(sentence)
        board.problem = String(sentence.prefix { $0 != "\n" }.prefix(500))
        log(.error, "\(sentence)")
    }

    /// Gives settings the versions of the rules that lie on a cluster, for work that is done once more;
    /// without any it keeps the rules it has.
    static func layDown(
        for engine: inout EngineSettings,
        _ installation: Installation,
        _ settings: KafkaSettings
    ) throws(Failure) {
        let topic = installation.topic("rules.sets")
        var admin = try ClusterAdmin(settings)
        guard try admin.topics()[topic] != nil else { return }
        let history = try RuleSetHistory(settings, topic: topic)
        guard !history.versions.isEmpty else { return }
        let catalogue = try installation.catalogue()
        let board = SetBoard(inputs: engine.inputs)
        for version in history.versions {
            board.add(version.version, later: { version.ruleSet(catalogue).set })
        }
        engine.rules = .empty
        engine.sets = board
    }

    // MARK: The thread

    /// Follows topic and folder until the process is asked to stop. An error of the broker is no reason to
    /// end: what runs goes on.
    func run() {
        while !StopSignals.isRequested {
            do throws(BrokerError) {
                var reader = try KafkaReader(settings, topics: [publisher.topic])
                follow(&reader)
            } catch {
                log(.warning, "The versions of the rules cannot be read, trying again: \(error)")
                _ = StopSignals.wait(milliseconds: 5_000)
            }
        }
    }

    private func follow(_ reader: inout KafkaReader) {
        var history = RuleSetHistory()
        var known = status.figures.version
        var watch = folder.map { RuleFolderWatch(folder: $0) }
        var nextLook = platform_monotonic_nanoseconds() + Self.lookNanoseconds
        while !StopSignals.isRequested {
            switch reader.next(milliseconds: 200) {
            case .record(let record):
                guard let version = history.add(record.value), version.number > known else {
                    continue
                }
                known = version.number
                take(version, isNewest: true)
            case .atEnd, .timeout: break
            case .failed(let error):
                guard error.isRetriable else {
                    log(.warning, "The versions of the rules cannot be read: \(error)")
                    _ = StopSignals.wait(milliseconds: 5_000)
                    return
                }
            }
            guard platform_monotonic_nanoseconds() >= nextLook else { continue }
            nextLook = platform_monotonic_nanoseconds() + Self.lookNanoseconds
            if watch?.hasChanged() == true { takeFolder(history) }
        }
    }

    /// The folder's files are others than before: checks and tests them, and publishes them.
    func takeFolder(_ history: RuleSetHistory) {
        guard let folder else { return }
        do throws(Failure) {
            let candidate = try RuleSetCandidate(folder: folder, installation)
            status.recovered()
            board.problem = nil
            guard candidate.set.files != history.newest?.files else { return }
            _ = try publish(candidate, why: "the folder of \(instance) was changed")
        } catch {
            refuse("\(error.sentence)\nThe rules before the change go on.")
        }
    }
}
