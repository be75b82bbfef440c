import Contracts
import KafkaBroker
import Records

/// The broker inside this process: librdkafka's mock cluster with all topics of the contracts.
///
/// Lives as long as this value. It is volatile, keeps 5 MiB a partition, has no transactions, and
/// listens on the loopback interface only.
struct EmbeddedCluster: ~Copyable {
    private let cluster: MockCluster

    /// Starts it and creates the topics.
    init(_ installation: Installation, partitions: Int? = nil) throws(Failure) {
        let plan = installation.topicPlan(try installation.contracts(), partitions: partitions)
        let own = installation.configuration.mappings.map(\.topic)
        let anchor = "\(installation.configuration.application)-tasks"
        let taskCount = plan.first { $0.name == anchor }?.partitionCount ?? 8
        var topics = plan.map { ($0.name, $0.partitionCount) }
        for name in own where !plan.contains(where: { $0.name == name }) {
            topics.append((name, taskCount))
        }
        do throws(BrokerError) {
            cluster = try Self.start(topics)
        } catch {
            throw Failure(error.description)
        }
    }

    private static func start(_ topics: [(String, Int)]) throws(BrokerError) -> MockCluster {
        let cluster = try MockCluster()
        for (name, partitionCount) in topics {
            try cluster.createTopic(name, partitionCount: partitionCount)
        }
        return cluster
    }

    /// Its address, for clients in this and other processes.
    var brokers: String { cluster.bootstraps }

    /// Lines that tell a person what it is and how to look inside.
    func introduction(prefix: String) -> [String] {
        [
            "This is an embedded broker at \(brokers). It is volatile, keeps 5 MiB a partition, and "
                + "delivery is at least once; name a cluster with --brokers for lasting work.",
            "Look inside with: kcat -b \(brokers) -C -t \(prefix)alerts -o beginning",
        ]
    }
}
