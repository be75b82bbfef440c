import ArgumentParser
import RuleEngine

/// `takt rules apply`.
struct RulesApplyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract:
            "Check and test a folder of rules, and give it to the running engines as a version.",
        discussion: """
            All or nothing: with an error in a file or a test that fails nothing is published. Every \
            process of the application takes the version up without a restart, and every task goes over \
            to it at its first record that is not older than --effective-from. Rules whose words did not \
            change keep what they remember; alerts of rules that changed or went are closed.

            Modes that were set with `takt rules shadow`, `live` and `off` stay, unless --as-written.

            Examples:
              takt rules apply --brokers kafka-1:9092 --why "limits of oven 3 after maintenance"
              takt rules apply plants/berlin/rules --by erika --wait
              takt rules apply --effective-from 2026-03-02T06:00:00+01:00

            Exit codes: 0 published, 1 refused or the cluster cannot be reached, 2 usage.
            """
    )

    @Argument(help: "The folder of the rules. (default: as configured, or the first rules/ found)")
    var folder: String?

    @Flag(help: "Forget modes that were laid over those of the files.")
    var asWritten = false

    @OptionGroup(title: "Who") var who: WhoOptions
    @OptionGroup(title: "Cluster") var broker: BrokerOptions
    @OptionGroup(title: "Files") var files: ConfigurationOptions

    func run() throws {
        StopSignals.install()
        let installation = try Installation(files, broker)
        let path = try installation.rulesFolder(folder)
        let candidate = try RuleSetCandidate(folder: path, installation)
        let change = RuleSetChange(installation: installation, who: who)
        let settings = try installation.kafkaSettings()
        let history = try RuleSetHistory(settings, topic: installation.topic("rules.sets"))
        let wanted = set(candidate, history)
        if let newest = history.newest, newest.hash == wanted.contentHash,
            newest.effectiveFrom == who.effectiveFrom?.time
        {
            Terminal.write("Version \(newest.number) has this content already.\n")
            return
        }
        try change.publish { history in
            change.version(set(candidate, history), testCount: candidate.testCount)
        }
    }

    private func set(_ candidate: RuleSetCandidate, _ history: RuleSetHistory) -> RuleSet {
        guard !asWritten, let modes = history.newest?.modes else { return candidate.set }
        return candidate.set.with(modes: candidate.set.modes(over: modes))
    }
}
