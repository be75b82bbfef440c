import ArgumentParser
import Contracts

/// `takt topics list`.
struct TopicsListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List all topics with key, partitions and purpose.",
        discussion: """
            Examples:
              takt topics list
              takt topics list --prefix plant7.

            Exit codes: 0 listed, 1 the contracts cannot be read, 2 usage.
            """
    )

    @OptionGroup(title: "Cluster") var broker: BrokerOptions
    @OptionGroup(title: "Files") var files: ConfigurationOptions

    func run() throws {
        let installation = try Installation(files, broker)
        let contracts = try installation.contracts()
        var table = TableText(
            ["topic", "", "key", "partitions", "kept", "meaning"],
            right: ["partitions"]
        )
        for direction in [TopicContract.Direction.input, .output, .internal] {
            for contract in contracts.all where contract.direction == direction {
                table.add([
                    installation.topic(contract), direction.rawValue, contract.key,
                    String(contract.partitions), kept(contract), sentence(contract.meaning),
                ])
            }
        }
        Terminal.write(table.text)
    }

    private func kept(_ contract: TopicContract) -> String {
        if contract.cleanupPolicy != "delete" { return contract.cleanupPolicy }
        guard contract.retentionMilliseconds >= 0 else { return "for ever" }
        return NumberText.duration(nanoseconds: contract.retentionMilliseconds * 1_000_000)
    }

    /// As much of the meaning as fits beside the other columns.
    private func sentence(_ meaning: String) -> String {
        let first = meaning.split(separator: ". ").first.map(String.init) ?? meaning
        guard Terminal.isOutputTerminal else { return first }
        let room = max(30, Terminal.columns - 70)
        return first.count <= room ? first : String(first.prefix(room - 1)) + "…"
    }
}
