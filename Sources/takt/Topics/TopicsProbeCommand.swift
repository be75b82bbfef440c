import ArgumentParser
import Codecs
import Contracts
import KafkaBroker
import PlantModel

/// `takt topics probe`.
struct TopicsProbeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "probe",
        abstract: "Sample a live topic and say what fits its contract and what does not.",
        discussion: """
            Reads the newest records of every partition, compares each with the contract as the engine \
            would, and counts what is wrong with an example of each. Topics that the configuration \
            maps are compared after the mapping.

            Examples:
              takt topics probe process.measurements --brokers kafka-1:9092
              takt topics probe plc.telemetry --as process.measurements --count 5000

            Exit codes: 0 everything fits, 1 something does not, 2 usage.
            """
    )

    @Argument(help: "The topic, with or without the prefix.")
    var topic: String

    @Option(
        name: .customLong("as"),
        help: "The contract to compare with, for a topic of another name."
    )
    var contract: String?

    @Option(help: "How many records to look at, at most.")
    var count = 1000

    @OptionGroup(title: "Cluster") var broker: BrokerOptions
    @OptionGroup(title: "Files") var files: ConfigurationOptions

    func validate() throws {
        if !(1...10_000_000).contains(count) {
            throw ValidationError("--count has to be 1 to 10,000,000.")
        }
    }

    func run() throws {
        StopSignals.install()
        let installation = try Installation(files, broker)
        let settings = try installation.kafkaSettings()
        var admin = try ClusterAdmin(settings)
        let present = try admin.topics()
        let names = [topic, installation.topic(topic)]
        guard let found = names.compactMap({ present[$0] }).first else {
            throw Failure(
                "The topic \(topic) is not on the cluster. `takt topics check` shows more."
            )
        }
        let mapping = installation.configuration.mappings.first {
            $0.topic == found.name && (contract == nil || $0.contract == contract)
        }
        let expected = try installation.contract(
            named: contract ?? mapping?.contract ?? found.name
        )
        var probe = TopicProbe(
            contract: expected,
            mapping: mapping,
            partitionCount: found.partitionCount
        )
        let tail = (count + found.partitionCount - 1) / max(found.partitionCount, 1)
        let reading = TopicReading(settings: settings, topics: [found.name], start: .tail(tail))
        try reading.forEach { record in
            if probe.count < count { probe.add(record) }
        }
        Terminal.write(probe.report(topic: found.name))
        if !probe.fits { throw ExitCode(1) }
    }
}
