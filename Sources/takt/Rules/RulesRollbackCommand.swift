import ArgumentParser

/// `takt rules rollback`.
struct RulesRollbackCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback",
        abstract: "Go back to an earlier version of the rules.",
        discussion: """
            The content of that version becomes the newest one, with a number of its own; nothing is \
            taken away from the history. Without a number it is the version before the newest.

            Examples:
              takt rules rollback --brokers kafka-1:9092 --why "version 7 floods line 2"
              takt rules rollback 5 --by erika --wait

            Exit codes: 0 published, 1 no such version or the cluster cannot be reached, 2 usage.
            """
    )

    @Argument(help: "The version to go back to, as `takt rules history` lists it.")
    var version: UInt64?

    @OptionGroup(title: "Who") var who: WhoOptions
    @OptionGroup(title: "Cluster") var broker: BrokerOptions
    @OptionGroup(title: "Files") var files: ConfigurationOptions

    func run() throws {
        StopSignals.install()
        let installation = try Installation(files, broker)
        let catalogue = try installation.catalogue()
        let change = RuleSetChange(installation: installation, who: who)
        let wanted = version
        try change.publish { history throws(Failure) in
            let number = wanted ?? history.newest?.previous ?? 0
            guard let old = history[number] else {
                throw Failure(
                    number == 0
                        ? "There is no version of the rules to go back to."
                        : "There is no version \(number) of the rules. `takt rules history` lists them."
                )
            }
            let (set, problem) = old.ruleSet(catalogue)
            guard let set else {
                throw Failure("Version \(number) cannot be used by this program: \(problem)")
            }
            var next = change.version(set, testCount: old.testCount)
            next.rollbackOf = number
            return next
        }
    }
}
