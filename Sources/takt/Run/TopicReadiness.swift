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
        let internals = try installation.contracts().all.filter { $0.direction == .internal }
        let names = internals.map { installation.topic($0) }
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
        var counts: [Int: [String]] = [:]
        for name in names + inputs {
            if let topic = present[name] { counts[topic.partitionCount, default: []].append(name) }
        }
        if counts.count > 1 { throw Failure(PartitionProblem.sentence(counts)) }
        guard let count = counts.keys.first else { return }
        for contract in internals where present[installation.topic(contract)] == nil {
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
