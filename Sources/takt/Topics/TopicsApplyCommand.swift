import ArgumentParser
import Contracts
import KafkaBroker

/// `takt topics apply`.
struct TopicsApplyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Create the topics that are missing on a cluster.",
        discussion: """
            Existing topics are left as they are. Partitions, retention and clean-up come from the \
            contracts. The empty topic APPLICATION-tasks is created too: its partitions are the tasks \
            that the members of an application share. All input topics and this one need the same \
            number of partitions; with mapped topics of your own, say --partitions with their number.

            Examples:
              takt topics apply --brokers kafka-1:9092
              takt topics apply --brokers kafka-1:9092 --partitions 24 --replication 3

            Exit codes: 0 all topics are there, 1 some could not be created, 2 usage.
            """
    )

    @Option(
        help:
            "Partitions of every topic. (default: 'tasks' of the configuration, else the contract's)"
    )
    var partitions: Int?

    @Option(help: "Copies of every record. (default: the broker's)")
    var replication: Int?

    @OptionGroup(title: "Cluster") var broker: BrokerOptions
    @OptionGroup(title: "Files") var files: ConfigurationOptions

    func validate() throws {
        if let partitions, !(1...10_000).contains(partitions) {
            throw ValidationError("--partitions has to be 1 to 10,000.")
        }
        if let replication, !(1...32).contains(replication) {
            throw ValidationError("--replication has to be 1 to 32.")
        }
    }

    func run() throws {
        let installation = try Installation(files, broker)
        let contracts = try installation.contracts()
        let plan = installation.topicPlan(
            contracts,
            partitions: partitions,
            replication: replication ?? -1
        )
        var admin = try ClusterAdmin(installation.kafkaSettings())
        let present = try admin.topics()
        var created = 0
        for topic in plan where present[topic.name] == nil {
            guard try admin.create(topic) else { continue }
            created += 1
            Terminal.write(
                "created \(topic.name) with "
                    + "\(NumberText.count(topic.partitionCount, "partition"))\n"
            )
        }
        let found = plan.count - created
        Terminal.write("\(NumberText.count(created, "topic")) created, \(found) there already.\n")
        // Topics that were there already may not fit those created now.
        let problems = PartitionProblem.sentences(installation.taskTopics(contracts)) { name in
            present[name]?.partitionCount ?? plan.first { $0.name == name }?.partitionCount
        }
        problems.forEach(Terminal.complain)
        if !problems.isEmpty { throw ExitCode(1) }
    }
}

/// Topics of one family of tasks with different numbers of partitions.
enum PartitionProblem {
    /// What is wrong with each family; nothing is when its topics have equally many. `count` says how
    /// many a topic has; nil when there is no such topic.
    static func sentences(_ families: [[String]], count: (String) -> Int?) -> [String] {
        families.compactMap { names in
            var counts: [Int: [String]] = [:]
            for name in names {
                if let found = count(name) { counts[found, default: []].append(name) }
            }
            return counts.count > 1 ? sentence(counts) : nil
        }
    }

    private static func sentence(_ counts: [Int: [String]]) -> String {
        let groups = counts.sorted { $0.key < $1.key }.map { count, names in
            "\(names.joined(separator: ", ")) \(names.count == 1 ? "has" : "have") \(count)"
        }
        return
            "Topics of the same tasks differ in their number of partitions, and partition p of all of "
            + "them together is one task: \(groups.joined(separator: "; ")). Create them anew with "
            + "`takt topics apply --partitions N`, with the N of the topics that have to stay."
    }
}
