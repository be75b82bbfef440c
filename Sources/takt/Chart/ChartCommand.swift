import ArgumentParser

/// `takt chart`: control charts to look at, and what people decide about their limits.
struct ChartCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chart",
        abstract: "Draw a control chart; freeze, propose, approve and state its limits.",
        discussion: """
            Without a further word it draws: `takt chart EQUIPMENT CHARACTERISTIC` is `takt chart view`, \
            and `takt help chart view` tells its options. The other words send a command to the topic \
            chart.commands; what the engine makes of it stands in spc.limits, or in dead-letters when it \
            cannot be obeyed.

            Examples:
              takt chart acme/berlin/machining/line-1/lathe-1 diameter --brokers kafka-1:9092
              takt chart history acme/berlin/machining/line-1/lathe-1 diameter
              takt chart exclude acme/porto/cell-2/m03 diameter --point 4 --cause "dropped gauge" --by ada
              takt chart freeze acme/porto/cell-2/m03 diameter --by ada
              takt chart approve acme/porto/cell-2/m03 diameter --by ada --why "new die"
              takt chart limits acme/porto/cell-2/m03 diameter --mean 20 --sigma 0.01 --by ada
            """,
        subcommands: [
            ChartViewCommand.self, ChartHistoryCommand.self, ChartFreezeCommand.self,
            ChartProposeCommand.self, ChartApproveCommand.self, ChartDeclineCommand.self,
            ChartExcludeCommand.self, ChartIncludeCommand.self, ChartLimitsCommand.self,
            ChartCollectCommand.self,
        ],
        defaultSubcommand: ChartViewCommand.self
    )
}
