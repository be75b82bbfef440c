import ArgumentParser
import KafkaBroker
import PlantModel

/// Which cluster, and under which names. Every command that talks to a broker has these.
struct BrokerOptions: ParsableArguments {
    @Option(
        name: .customLong("brokers"),
        help: ArgumentHelp(
            "Addresses of the cluster, comma-separated, such as kafka-1:9092.",
            valueName: "host:port"
        )
    )
    var brokers: String?

    @Option(
        name: [.customShort("X"), .customLong("property")],
        help: ArgumentHelp(
            "A librdkafka property such as security.protocol=SASL_SSL; may be repeated.",
            valueName: "name=value"
        )
    )
    var properties: [PropertyArgument] = []

    @Option(
        name: .customLong("prefix"),
        help: ArgumentHelp("What every topic name begins with. (default: mes.)", valueName: "text")
    )
    var prefix: String?

    @Option(
        name: .customLong("application"),
        help: ArgumentHelp(
            "The consumer group, which is also the start of internal topics. (default: takt)",
            valueName: "name"
        )
    )
    var application: String?

    @Option(
        name: .customLong("instance"),
        help: ArgumentHelp(
            "This process among those of the application. (default: host and process id)",
            valueName: "name"
        )
    )
    var instance: String?

    /// What was said here wins over what the configuration says.
    func apply(to configuration: inout TaktConfiguration) {
        if let brokers {
            configuration.brokers = brokers.split(separator: ",").map {
                String($0.filter { !$0.isWhitespace })
            }
        }
        for property in properties { configuration.properties[property.name] = property.value }
        if let prefix { configuration.topicPrefix = prefix }
        if let application { configuration.application = application }
        if let instance { configuration.instance = instance }
    }

    func validate() throws {
        if let brokers, brokers.allSatisfy({ $0.isWhitespace || $0 == "," }) {
            throw ValidationError("--brokers names no address; write it as kafka-1:9092.")
        }
        for (name, value) in [("application", application), ("instance", instance)] {
            guard let value else { continue }
            guard Self.isName(value), value.utf8.count <= 100 else {
                throw ValidationError(
                    "--\(name) has to be 1 to 100 letters, digits, '.', '_' and '-'; '\(value)' is "
                        + "not."
                )
            }
        }
        if let prefix, !prefix.isEmpty, !Self.isName(prefix) {
            throw ValidationError(
                "--prefix has to be letters, digits, '.', '_' and '-', as in a topic's name; "
                    + "'\(prefix)' is not."
            )
        }
    }

    private static func isName(_ text: String) -> Bool {
        !text.isEmpty
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
    }
}

/// `name=value` for librdkafka.
struct PropertyArgument: ExpressibleByArgument {
    let name: String
    let value: String

    init?(argument: String) {
        guard let equals = argument.firstIndex(of: "="), equals > argument.startIndex else {
            return nil
        }
        name = String(argument[..<equals])
        value = String(argument[argument.index(after: equals)...])
    }
}
