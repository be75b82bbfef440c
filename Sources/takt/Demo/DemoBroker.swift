import Contracts
import KafkaBroker
import Records

/// The broker of a demonstration: the embedded one with all topics created, or a named cluster.
struct DemoBroker: ~Copyable {
    /// How to reach it, for us and for other programs.
    let settings: KafkaSettings
    private let cluster: MockCluster?

    /// Starts the embedded broker unless the installation names a cluster.
    init(_ installation: Installation, _ contracts: Contracts) throws(Failure) {
        guard installation.configuration.brokers.isEmpty else {
            settings = try installation.kafkaSettings()
            cluster = nil
            return
        }
        do throws(BrokerError) {
            let cluster = try MockCluster()
            for topic in installation.topicPlan(contracts) {
                try cluster.createTopic(topic.name, partitionCount: topic.partitionCount)
            }
            settings = installation.kafkaSettings(brokers: cluster.bootstraps)
            self.cluster = consume cluster
        } catch {
            throw Failure(error.description)
        }
    }

    /// True when it lives in this process and ends with it.
    var isEmbedded: Bool { cluster != nil }

    /// Its addresses.
    var address: String { settings.brokers }
}
