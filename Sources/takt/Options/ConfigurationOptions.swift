import ArgumentParser
import PlantModel

/// Which files describe this installation. Flags win over what the configuration file says.
struct ConfigurationOptions: ParsableArguments {
    @Option(
        name: .customLong("config"),
        help: ArgumentHelp(
            "The configuration. (default: takt.yaml in the current folder, if there)",
            valueName: "file"
        )
    )
    var config: String?

    @Option(
        name: .customLong("plant"),
        help: ArgumentHelp(
            "The plant. (default: plant.yaml in the current folder, else one that learns)",
            valueName: "file"
        )
    )
    var plant: String?

    @Option(
        name: .customLong("rules"),
        help: ArgumentHelp(
            "The folder of the rules. (default: the first rules/ found)",
            valueName: "folder"
        )
    )
    var rules: String?

    @Option(
        name: .customLong("topics"),
        help: ArgumentHelp(
            "The folder of the topic contracts. (default: the first topics/ found)",
            valueName: "folder"
        )
    )
    var topics: String?
}
