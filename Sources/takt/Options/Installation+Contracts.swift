import Contracts
import KafkaBroker

extension Installation {
    /// The topic contracts: from the folder of the configuration, or the first `topics/` found.
    func contracts() throws(Failure) -> Contracts {
        guard let folder = configuration.topicsPath ?? locator.topics() else {
            throw Failure(
                "The topic contracts were not found: no folder topics/ with .json files here, above, "
                    + "or beside the program. Name it with --topics, or set TAKT_HOME."
            )
        }
        do throws(ContractError) {
            return try Contracts.load(folder: folder)
        } catch {
            throw Failure("The topic contracts cannot be used. \(error)")
        }
    }

    /// The full name of a contract's topic; internal ones are named after the application.
    func topic(_ contract: TopicContract) -> String {
        contract.direction == .internal
            ? "\(configuration.application)-\(contract.name)" : topic(contract.name)
    }

    /// The topics to have on a cluster, with partitions and configuration.
    ///
    /// - Parameter partitions: Of every topic; nil takes them from the configuration file for the
    ///   topics of a task, and from the contract.
    func topicPlan(
        _ contracts: Contracts,
        partitions: Int? = nil,
        replication: Int = -1
    ) -> [TopicSpecification] {
        contracts.all.map { contract in
            TopicSpecification(
                name: topic(contract),
                partitionCount: contract.family == Self.setFamily
                    ? contract.partitions : partitions ?? partitionCount(contract),
                replicationFactor: replication,
                configuration: [
                    "cleanup.policy": contract.cleanupPolicy,
                    "retention.ms": String(contract.retentionMilliseconds),
                ]
            )
        }
    }

    private func partitionCount(_ contract: TopicContract) -> Int {
        let isTask = Self.taskFamilies.contains(contract.family)
        return isTask && configurationPath != nil ? configuration.tasks : contract.partitions
    }

    /// Topics whose records have one order, in one partition.
    private static let setFamily = "sets"

    private static let taskFamilies = ["equipment", "rollups"]

    /// For each family of tasks the names of the topics whose partitions p are one task: its internal
    /// ones, and for machines the inputs and the plant's own.
    func taskTopics(_ contracts: Contracts) -> [[String]] {
        Self.taskFamilies.map { family in
            let own = contracts.all.filter {
                $0.family == family && ($0.direction == .internal || $0.direction == .input)
            }
            let mapped = family == "equipment" ? configuration.mappings.map(\.topic) : []
            return own.map { topic($0) } + mapped
        }
    }
}
