import ArgumentParser
import Contracts
import KafkaBroker

/// `takt topics check`.
struct TopicsCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Compare the topics of a cluster with the contracts.",
        discussion: """
            Problems are topics that are missing, input topics with different numbers of partitions, and \
            another clean-up policy than the contract's. Another retention time is a note: it is \
            yours to choose.

            Examples:
              takt topics check --brokers kafka-1:9092

            Exit codes: 0 the topics fit, 1 they do not, 2 usage.
            """
    )

    @OptionGroup(title: "Cluster") var broker: BrokerOptions
    @OptionGroup(title: "Files") var files: ConfigurationOptions

    func run() throws {
        let installation = try Installation(files, broker)
        let contracts = try installation.contracts()
        var admin = try ClusterAdmin(installation.kafkaSettings())
        let comparison = try TopicComparison(installation, contracts, &admin)
        Terminal.write(comparison.table.text)
        for note in comparison.notes { Terminal.write("note: \(note)\n") }
        for problem in comparison.problems { Terminal.complain(problem) }
        guard comparison.problems.isEmpty else { throw ExitCode(1) }
        Terminal.write("The topics fit their contracts.\n")
    }
}

/// The topics of a cluster beside their contracts.
struct TopicComparison {
    private(set) var table = TableText(
        ["topic", "partitions", "copies", "clean-up", "retention", ""],
        right: ["partitions", "copies"]
    )
    private(set) var problems: [String] = []
    private(set) var notes: [String] = []

    init(
        _ installation: Installation,
        _ contracts: Contracts,
        _ admin: inout ClusterAdmin
    ) throws(Failure) {
        let present = try admin.topics()
        for topic in installation.topicPlan(contracts) {
            guard let found = present[topic.name] else {
                table.add([topic.name, "–", "–", "", "", "missing"])
                problems.append(
                    "The topic \(topic.name) is missing. Create it with `takt topics apply`."
                )
                continue
            }
            compare(topic, found, admin.configuration(of: topic.name))
        }
        for mapping in installation.configuration.mappings where present[mapping.topic] == nil {
            problems.append(
                "The topic \(mapping.topic), which the configuration maps, is missing. Check its name."
            )
        }
        problems += PartitionProblem.sentences(installation.taskTopics(contracts)) {
            present[$0]?.partitionCount
        }
    }

    private mutating func compare(
        _ topic: TopicSpecification,
        _ found: TopicDescription,
        _ configuration: [String: String]?
    ) {
        let policy = configuration?["cleanup.policy"]
        let retention = configuration?["retention.ms"]
        var remark = ""
        if let policy, let wanted = topic.configuration["cleanup.policy"], policy != wanted {
            remark = "clean-up"
            problems.append(
                "The topic \(topic.name) has cleanup.policy \(policy), and its contract says "
                    + "\(wanted). Change it with kafka-configs, or readers will miss what they need."
            )
        }
        if let retention, let wanted = topic.configuration["retention.ms"], retention != wanted {
            notes.append(
                "\(topic.name) keeps records \(period(retention)); the contract says "
                    + "\(period(wanted))."
            )
        }
        table.add([
            topic.name, String(found.partitionCount), String(found.replicationFactor),
            policy ?? "?",
            retention.map(period) ?? "?", remark,
        ])
    }

    private func period(_ milliseconds: String) -> String {
        guard let value = Int64(milliseconds) else { return milliseconds }
        return value < 0 ? "for ever" : NumberText.duration(nanoseconds: value * 1_000_000)
    }
}
