import ArgumentParser
import CPlatform
import Engine
import PlantModel

/// How much of the machine the engine takes and what it publishes besides.
struct EngineOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Threads that own state. (default: as configured, else one less than processors)",
            valueName: "number"
        )
    )
    var shards: Int?

    @Flag(help: "Publish every plotted point on spc.points.")
    var points = false

    @Flag(help: "Publish every anomaly score on anomaly.scores.")
    var scores = false

    func validate() throws {
        if let shards, !(1...256).contains(shards) {
            throw ValidationError("--shards has to be 1 to 256.")
        }
    }
}

extension Installation {
    /// What the engine has to know, from the files and flags.
    ///
    /// - Parameter taskCount: Partitions of the input topics.
    func engineSettings(
        _ options: EngineOptions,
        taskCount: Int
    ) throws(Failure) -> EngineSettings {
        var settings = EngineSettings(
            plant: try plant(),
            rules: try rules(),
            taskCount: taskCount,
            inputs: inputs
        )
        settings.prefix = configuration.topicPrefix
        settings.application = configuration.application
        settings.instance = instance
        settings.limits = configuration.limits
        settings.shardCount = min(shardCount(options), max(taskCount, 1))
        settings.publishesPoints = configuration.publishesPoints || options.points
        settings.publishesScores = configuration.publishesScores || options.scores
        settings.checksPartitions = configuration.partitioner == .murmur2
        return settings
    }

    /// Threads that own state: as a flag or the configuration says, else one less than processors.
    func shardCount(_ options: EngineOptions) -> Int {
        if let shards = options.shards { return shards }
        if configuration.shards > 0 { return configuration.shards }
        return max(1, Int(platform_processor_count()) - 1)
    }
}
