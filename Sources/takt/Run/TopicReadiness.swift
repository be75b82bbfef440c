import Contracts
import KafkaBroker

/// Makes sure before an engine starts that a cluster has the topics it needs.
enum TopicReadiness {
    /// Throws a sentence when topics are missing or the inputs differ in partitions. The internal
    /// topics of a new application are created.
    static func check(
        _ installation: Installation,
        _ settings: KafkaSettings,
        inputs: [String],
        outputs: [String]
    ) throws(Failure) {
        var admin = try ClusterAdmin(settings)
        let present = try admin.topics()
        let contracts = try installation.contracts()
        let missing = (inputs + outputs).filter { present[$0] == nil }
        guard missing.isEmpty else {
            let some = missing.prefix(5).joined(separator: ", ")
            let more = missing.count > 5 ? " and \(missing.count - 5) more" : ""
            throw Failure(
                "The cluster lacks \(NumberText.count(missing.count, "topic")): \(some)\(more). "
                    + "Create them with `takt topics apply --brokers \(settings.brokers)"
                    + "\(flags(installation))`."
            )
        }
        let families = installation.taskTopics(contracts)
        let problems = PartitionProblem.sentences(families) { present[$0]?.partitionCount }
        guard problems.isEmpty else { throw Failure(problems.joined(separator: " ")) }
        guard let tasks = inputs.lazy.compactMap({ present[$0]?.partitionCount }).first else {
            return
        }
        for contract in contracts.all where contract.direction == .internal {
            let name = installation.topic(contract)
            guard present[name] == nil else { continue }
            let relatives = families.first { $0.contains(name) } ?? []
            let count = relatives.lazy.compactMap { present[$0]?.partitionCount }.first ?? tasks
            try create(contract, count, installation, &admin)
        }
    }

    private static func create(
        _ contract: TopicContract,
        _ count: Int,
        _ installation: Installation,
        _ admin: inout ClusterAdmin
    ) throws(Failure) {
        let name = installation.topic(contract)
        let topic = TopicSpecification(
            name: name,
            partitionCount: count,
            configuration: [
                "cleanup.policy": contract.cleanupPolicy,
                "retention.ms": String(contract.retentionMilliseconds),
            ]
        )
        do throws(Failure) {
            _ = try admin.create(topic)
        } catch {
            throw Failure(
                "The application \(installation.configuration.application) needs its own topic "
                    + "\(name) with \(NumberText.count(count, "partition")), which does not exist. "
                    + "\(error.sentence) Create it, or allow this user to."
            )
        }
    }

    /// The flags that `topics apply` needs to mean the same topics.
    private static func flags(_ installation: Installation) -> String {
        var text = ""
        let configuration = installation.configuration
        if configuration.topicPrefix != "mes." {
            text += " --prefix '\(configuration.topicPrefix)'"
        }
        if configuration.application != "takt" {
            text += " --application \(configuration.application)"
        }
        return text
    }
}
