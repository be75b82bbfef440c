import ArgumentParser
import RuleEngine

/// What `takt rules shadow`, `live` and `off` have in common: one rule in another mode, as a version.
struct RuleModeOptions: ParsableArguments {
    @Argument(help: "The name of the rule.")
    var rule: String

    @OptionGroup(title: "Who") var who: WhoOptions
    @OptionGroup(title: "Cluster") var broker: BrokerOptions
    @OptionGroup(title: "Files") var files: ConfigurationOptions

    /// Publishes the newest version with the rule in a mode.
    func lay(_ mode: RuleMode) throws {
        StopSignals.install()
        let change = RuleSetChange(installation: try Installation(files, broker), who: who)
        let rule = rule
        try change.publish { history throws(Failure) in
            let (newest, set) = try change.present(history)
            guard let present = set.mode(of: rule) else {
                let some = set.ruleIDs.prefix(20).joined(separator: ", ")
                throw Failure("Version \(newest.number) has no rule '\(rule)'; it has \(some).")
            }
            guard present != mode else {
                throw Failure("The rule \(rule) is \(mode.rawValue) already; nothing was changed.")
            }
            // A mode that the file says, too, need not lie over it.
            let modes = set.modes(over: newest.modes.merging([rule: mode]) { $1 })
            return change.version(set.with(modes: modes), testCount: newest.testCount)
        }
    }
}

/// `takt rules shadow`.
struct RulesShadowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shadow",
        abstract: "Let a rule work without effect: what it would say goes to alerts.shadow.",
        discussion: """
            Makes a version of the rules that differs in this mode only, whatever the rule's file says. \
            The rule keeps what it remembers; its open alerts are closed.

            Examples:
              takt rules shadow over-temperature --why "tries new limits" --brokers kafka-1:9092

            Exit codes: 0 published, 1 no such rule or the cluster cannot be reached, 2 usage.
            """
    )

    @OptionGroup var options: RuleModeOptions

    func run() throws { try options.lay(.shadow) }
}

/// `takt rules live`.
struct RulesLiveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "live",
        abstract: "Let a rule that was in shadow or off raise alerts.",
        discussion: """
            Makes a version of the rules that differs in this mode only, whatever the rule's file says.

            Examples:
              takt rules live over-temperature --by erika --wait

            Exit codes: 0 published, 1 no such rule or the cluster cannot be reached, 2 usage.
            """
    )

    @OptionGroup var options: RuleModeOptions

    func run() throws { try options.lay(.live) }
}

/// `takt rules off`.
struct RulesOffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "off",
        abstract:
            "Switch a rule off; its open alerts are closed and what it remembers is forgotten.",
        discussion: """
            Makes a version of the rules that differs in this mode only, whatever the rule's file says.

            Examples:
              takt rules off over-temperature --why "sensor is being changed"

            Exit codes: 0 published, 1 no such rule or the cluster cannot be reached, 2 usage.
            """
    )

    @OptionGroup var options: RuleModeOptions

    func run() throws { try options.lay(.off) }
}
