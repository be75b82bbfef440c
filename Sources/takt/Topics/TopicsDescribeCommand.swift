import ArgumentParser
import Contracts

/// `takt topics describe`.
struct TopicsDescribeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "describe",
        abstract: "Show one contract: fields with type, unit and meaning, headers, samples.",
        discussion: """
            Examples:
              takt topics describe process.measurements
              takt topics describe mes.alerts

            Exit codes: 0 described, 1 there is no such topic, 2 usage.
            """
    )

    @Argument(help: "The topic, with or without its prefix.")
    var name: String

    @OptionGroup(title: "Cluster") var broker: BrokerOptions
    @OptionGroup(title: "Files") var files: ConfigurationOptions

    func run() throws {
        let installation = try Installation(files, broker)
        let contract = try installation.contract(named: name)
        Terminal.write(contract.describe(prefix: installation.configuration.topicPrefix))
    }
}

extension Installation {
    /// A contract by its name, with or without prefix; a sentence with the nearest name otherwise.
    func contract(named name: String) throws(Failure) -> TopicContract {
        let contracts = try contracts()
        let prefix = configuration.topicPrefix
        let bare = name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name
        if let found = contracts.contract(bare) ?? contracts.contract(name) { return found }
        let near = contracts.suggestion(for: bare).map { "Did you mean \($0)?" }
        throw Failure(
            "There is no contract named \(name). \(near ?? "`takt topics list` shows all names.")"
        )
    }
}
