import KafkaBroker
import PlantModel

/// What the files and flags of one call add up to.
struct Installation {
    /// The file's words with the flags over them.
    let configuration: TaktConfiguration
    /// The configuration file, when there is one.
    let configurationPath: String?
    let locator: ResourceLocator

    /// Reads the configuration that the options name, or the one of the current folder.
    init(_ files: ConfigurationOptions, _ broker: BrokerOptions? = nil) throws(Failure) {
        locator = ResourceLocator()
        configurationPath = files.config ?? locator.configuration()
        var configuration = TaktConfiguration()
        if let path = configurationPath {
            let text = try FileText.text(path)
            do throws(PlantError) {
                configuration = try TaktConfiguration.load(text, file: path)
            } catch {
                throw Failure("The configuration cannot be used.\n\(error)")
            }
            configuration = configuration.resolvingPaths(against: FileText.folder(of: path))
        }
        broker?.apply(to: &configuration)
        if let path = files.plant { configuration.plantPath = path }
        if let path = files.rules { configuration.rulesPath = path }
        if let path = files.topics { configuration.topicsPath = path }
        self.configuration = configuration
    }

    /// How to reach the cluster; a sentence when no cluster was named.
    func kafkaSettings() throws(Failure) -> KafkaSettings {
        guard !configuration.brokers.isEmpty else {
            throw Failure(
                "No cluster is named. Say --brokers HOST:PORT, or write 'brokers' into takt.yaml. "
                    + "(`takt run` without --brokers prints the address of its embedded broker.)"
            )
        }
        return kafkaSettings(brokers: configuration.brokers.joined(separator: ","))
    }

    /// How to reach some cluster with the names and properties of this installation.
    func kafkaSettings(brokers: String) -> KafkaSettings {
        var settings = KafkaSettings(
            brokers: brokers,
            applicationID: configuration.application,
            instanceID: instance
        )
        settings.properties = configuration.properties
        settings.prefetchKilobytesMax = Int(
            max(configuration.limits.prefetchBytesPerPartition >> 10, 1)
        )
        return settings
    }

    /// The name of this process: as configured, else host and process id.
    var instance: String { configuration.instance ?? Self.processName }

    /// A topic's full name.
    func topic(_ contract: String) -> String { configuration.topicPrefix + contract }

    /// The plant file in force, if any.
    var plantPath: String? { configuration.plantPath ?? locator.plant() }

    /// The plant: from its file, or one that learns everything.
    func plant() throws(Failure) -> Plant {
        guard let path = plantPath else { return .empty }
        return try Self.plant(at: path)
    }

    /// The plant of a file, with all its problems as one failure.
    static func plant(at path: String) throws(Failure) -> Plant {
        let text = try FileText.text(path)
        do throws(PlantError) {
            return try Plant.load(text, file: path)
        } catch {
            throw Failure("The plant file cannot be used.\n\(error)")
        }
    }
}
