import KafkaBroker

/// Makes sure before an engine starts that a cluster has the topics it needs.
enum TopicReadiness {
    /// Throws a sentence when topics are missing or the inputs differ in partitions. The empty anchor
    /// of a new application is created.
    static func check(
        _ installation: Installation,
        _ settings: KafkaSettings,
        inputs: [String],
        outputs: [String]
    ) throws(Failure) {
        var admin = try ClusterAdmin(settings)
        let present = try admin.topics()
        let anchor = "\(installation.configuration.application)-tasks"
        let missing = (inputs + outputs).filter { present[$0] == nil }
        guard missing.isEmpty else {
            let names = missing.prefix(5).joined(separator: ", ")
            let more = missing.count > 5 ? " and \(missing.count - 5) more" : ""
            throw Failure(
                "The cluster lacks \(NumberText.count(missing.count, "topic")): \(names)\(more). "
                    + "Create them with `takt topics apply --brokers \(settings.brokers)"
                    + "\(flags(installation))`."
            )
        }
        var counts: [Int: [String]] = [:]
        for name in [anchor] + inputs {
            if let topic = present[name] { counts[topic.partitionCount, default: []].append(name) }
        }
        if counts.count > 1 { throw Failure(PartitionProblem.sentence(counts)) }
        guard present[anchor] == nil, let count = counts.keys.first else { return }
        let topic = TopicSpecification(
            name: anchor,
            partitionCount: count,
            configuration: ["cleanup.policy": "delete"]
        )
        do throws(Failure) {
            _ = try admin.create(topic)
        } catch {
            throw Failure(
                "The application \(installation.configuration.application) needs its own empty topic "
                    + "\(anchor) with \(NumberText.count(count, "partition")), which does not exist. "
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
