import KafkaBroker
import Records

/// The administration client with sentences instead of broker errors.
struct ClusterAdmin: ~Copyable {
    private var admin: KafkaAdmin

    init(_ settings: KafkaSettings) throws(Failure) {
        do throws(BrokerError) {
            admin = try KafkaAdmin(settings)
        } catch {
            throw Failure(error.description)
        }
    }

    /// All topics by name.
    mutating func topics() throws(Failure) -> [String: TopicDescription] {
        do throws(BrokerError) {
            return Dictionary(try admin.topics().map { ($0.name, $0) }) { first, _ in first }
        } catch {
            throw Failure(error.description)
        }
    }

    /// Whether the brokers are the embedded ones of some process.
    mutating func isEmbedded() throws(Failure) -> Bool {
        do throws(BrokerError) {
            return try admin.isEmbedded()
        } catch {
            throw Failure(error.description)
        }
    }

    /// Creates a topic; false when somebody else just did.
    mutating func create(_ topic: TopicSpecification) throws(Failure) -> Bool {
        do throws(BrokerError) {
            try admin.create(topic)
            return true
        } catch {
            if error.name.contains("TOPIC_ALREADY_EXISTS") { return false }
            throw Failure(error.description)
        }
    }

    /// What the broker says about a topic's configuration; nil when it does not say.
    mutating func configuration(of topic: String) -> [String: String]? {
        do throws(BrokerError) {
            let found = try admin.configuration(of: topic)
            return found.isEmpty ? nil : found
        } catch {
            return nil
        }
    }
}
