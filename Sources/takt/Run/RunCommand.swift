import ArgumentParser
import Engine
import KafkaBroker
import Logging
import PlantModel
import Records

/// `takt run`.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run the engine against a cluster, or against an embedded broker.",
        discussion: """
            With --brokers, or 'brokers' in takt.yaml, the engine works on that cluster as a member of \
            the application: start it several times and the members share the tasks. Without, an \
            embedded broker starts in this process; it is for trying things out and forgets everything.

            The log goes to standard error. Ctrl-C or SIGTERM stops within two seconds; what was not \
            acknowledged by then is read again.

            Examples:
              takt run
              takt run --brokers kafka-1:9092,kafka-2:9092 --plant plant.yaml --rules rules
              takt run --config /etc/takt/takt.yaml --instance a --metrics 127.0.0.1:9464
              takt run --brokers kafka-1:9093 -X security.protocol=SSL -X ssl.ca.location=ca.pem

            Exit codes: 0 stopped as asked, 1 the engine failed or could not start, 2 usage.
            """
    )

    @Option(
        help: ArgumentHelp(
            "Serve /metrics and /healthz here, such as 127.0.0.1:9464. (default: as configured)",
            valueName: "host:port"
        )
    )
    var metrics: AddressArgument?

    @Option(
        help: ArgumentHelp(
            "Write only log lines of this level or above: debug, info, warning, error.",
            valueName: "level"
        )
    )
    var logLevel = LogLevel.info

    @OptionGroup(title: "Engine") var engine: EngineOptions
    @OptionGroup(title: "Cluster") var broker: BrokerOptions
    @OptionGroup(title: "Files") var files: ConfigurationOptions

    func run() throws {
        StopSignals.install()
        let level = logLevel.level
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = level
            return handler
        }
        let log = Logger(label: "takt")
        let installation = try Installation(files, broker)
        try refuseWhatIsNotThere(installation.configuration)
        guard installation.configuration.brokers.isEmpty else {
            try work(installation, installation.kafkaSettings(), log)
            return
        }
        let cluster = try EmbeddedCluster(installation)
        for line in cluster.introduction(prefix: installation.configuration.topicPrefix) {
            log.info("\(line)")
        }
        try work(installation, installation.kafkaSettings(brokers: cluster.brokers), log)
    }

    private func work(
        _ installation: Installation,
        _ settings: KafkaSettings,
        _ log: Logger
    ) throws {
        var engineSettings = try installation.engineSettings(engine, taskCount: 1)
        engineSettings.isExactlyOnce = try installation.isExactlyOnce(on: settings)
        let slot = try InstanceSlot(installation, isExactlyOnce: engineSettings.isExactlyOnce)
        engineSettings.instance = slot.instance
        try TopicReadiness.check(
            installation,
            settings,
            inputs: engineSettings.inputs.map(\.name),
            outputs: engineSettings.outputNames
                + ["rules.sets", "plant.versions"].map { installation.topic($0) }
        )
        let tell = { @Sendable (level: LogLevel, sentence: String) in
            log.log(level: level.level, "\(sentence)")
        }
        let keeper = try RuleSetKeeper(
            installation,
            settings,
            instance: slot.instance,
            log: tell
        )
        try keeper.begin()
        let plants = PlantKeeper(
            installation,
            settings,
            board: keeper.board,
            instance: slot.instance,
            log: tell
        )
        engineSettings.plant = try plants.begin()
        // Every task is told which rules it runs; until it is, it runs none.
        engineSettings.rules = .empty
        engineSettings.sets = keeper.board
        engineSettings.shardCount = installation.shardCount(engine)
        let engines = try FamilyEngines(engineSettings, settings)
        engineSettings.taskCount = engines.taskCount
        engineSettings.shardCount = min(engineSettings.shardCount, engines.taskCount)
        describe(installation, engineSettings, settings, log)
        try EngineSupervisor(
            engines,
            settings: engineSettings,
            log: log,
            metrics: metricsAddress(installation),
            rules: keeper,
            plants: plants
        ).run()
    }

    /// Options of the configuration that this version cannot honour are refused, never passed over.
    private func refuseWhatIsNotThere(_ configuration: TaktConfiguration) throws(Failure) {
        if configuration.repartition {
            throw Failure(
                "'repartition: true' is not available in this version. Set the partitioner of the "
                    + "producers to murmur2."
            )
        }
    }

    private func metricsAddress(_ installation: Installation) -> AddressArgument? {
        metrics ?? installation.configuration.metricsAddress.flatMap(AddressArgument.init)
    }

    private func describe(
        _ installation: Installation,
        _ engine: EngineSettings,
        _ settings: KafkaSettings,
        _ log: Logger
    ) {
        log.info(
            "takt \(Takt.configuration.version) as \(engine.application)/\(engine.instance) on \(settings.brokers), librdkafka \(KafkaLibrary.version)"
        )
        let plant = installation.plantPath.map { "plant \($0)" } ?? "no plant file: Takt learns"
        log.info(
            "\(engine.isExactlyOnce ? "exactly once" : "at least once"); \(plant); \(NumberText.count(engine.taskCount, "task")) on \(NumberText.count(engine.shardCount, "shard"))"
        )
    }
}

/// The levels of log lines that a user may ask for.
enum LogLevel: String, ExpressibleByArgument, CaseIterable {
    case debug, info, warning, error

    /// The level in the words of the log library.
    var level: Logger.Level {
        switch self {
        case .debug: .debug
        case .info: .info
        case .warning: .warning
        case .error: .error
        }
    }
}
