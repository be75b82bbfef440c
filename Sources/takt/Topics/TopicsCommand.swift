import ArgumentParser

/// `takt topics`: the contracts of the topics, and a cluster compared with them.
struct TopicsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "topics",
        abstract: "Show the topic contracts, create the topics, compare a cluster with them.",
        discussion: """
            topics/*.json says of every topic what its key is, how it is kept, and what each field of \
            its value means. These commands read them.
            """,
        subcommands: [
            TopicsListCommand.self, TopicsDescribeCommand.self, TopicsApplyCommand.self,
            TopicsCheckCommand.self, TopicsProbeCommand.self,
        ]
    )
}
