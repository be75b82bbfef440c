import KafkaBroker
import Records
import RuleEngine

/// One command that makes a new version of the rules.
struct RuleSetChange {
    let installation: Installation
    let who: WhoOptions

    /// Publishes the version that `draft` makes, says so, and waits if asked to.
    func publish(
        _ draft: (RuleSetHistory) throws(Failure) -> RuleSetVersion
    ) throws(Failure) {
        let settings = try installation.kafkaSettings()
        let topic = installation.topic("rules.sets")
        let publisher = RuleSetPublisher(settings: settings, topic: topic)
        guard who.wait else { return tell(try publisher.publish(draft)) }
        var arrival = try SetArrival(
            settings,
            application: installation.configuration.application,
            nanoseconds: who.timeout.nanoseconds
        )
        let version = try publisher.publish(draft)
        tell(version)
        try arrival.wait(for: version.version)
        Terminal.write("Every task knows of it.\n")
    }

    private func tell(_ version: RuleSetVersion) {
        let time = version.effectiveFrom.map { "from \(EventText.short($0)) on" } ?? "at once"
        Terminal.write(
            "Version \(version.number) of the rules, \(NumberText.count(version.ruleCount, "rule")) with "
                + "hash \(version.hash), holds \(time).\n"
        )
        for (id, mode) in version.modes.sorted(by: { $0.key < $1.key }) {
            Terminal.write("  \(id) runs \(mode.rawValue), whatever its file says\n")
        }
    }

    /// A version with who, why and when.
    func version(_ set: RuleSet, testCount: Int) -> RuleSetVersion {
        RuleSetVersion(
            set,
            testCount: testCount,
            effectiveFrom: who.effectiveFrom?.time,
            by: who.author,
            why: who.why
        )
    }

    /// The newest version and its rules as this program reads them.
    func present(
        _ history: RuleSetHistory
    ) throws(Failure) -> (version: RuleSetVersion, set: RuleSet) {
        guard let newest = history.newest else {
            throw Failure(
                "There is no version of the rules yet. `takt rules apply` makes the first."
            )
        }
        let (set, problem) = newest.ruleSet(try installation.catalogue())
        guard let set else {
            throw Failure("Version \(newest.number) cannot be used by this program: \(problem)")
        }
        return (newest, set)
    }
}
