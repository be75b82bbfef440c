import ArgumentParser
import PlantModel

/// `takt plant apply`.
struct PlantApplyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Check a plant file, and give its limits to the running engines as a version.",
        discussion: """
            Stated limits of charts (mean and sigma, average and sigma_z) and specification limits may \
            differ from the newest version; with any other difference nothing is published, because it \
            needs a restart. Every process of the application takes the version up, and every task goes \
            over to it at its first record that is not older than --effective-from. Charts whose limits \
            did not change go on as they are.

            Examples:
              takt plant apply --brokers kafka-1:9092 --why "new drawing of the shaft"
              takt plant apply plant.yaml --by erika --wait
              takt plant apply plant.yaml --effective-from 2026-03-02T06:00:00+01:00

            Exit codes: 0 published, 1 refused or the cluster cannot be reached, 2 usage.
            """
    )

    @Argument(
        help: ArgumentHelp(
            "The plant file. (default: as configured, or plant.yaml in the current folder)"
        )
    )
    var file: String?

    @OptionGroup(title: "Who") var who: WhoOptions
    @OptionGroup(title: "Cluster") var broker: BrokerOptions
    @OptionGroup(title: "Files") var files: ConfigurationOptions

    func run() throws {
        StopSignals.install()
        let installation = try Installation(files, broker)
        guard let path = file ?? installation.plantPath else {
            throw Failure(
                "There is no plant file to apply. Name one, or write 'paths: plant:' into takt.yaml."
            )
        }
        let text = try FileText.text(path)
        let plant = try Installation.plant(at: path)
        let settings = try installation.kafkaSettings()
        let publisher = PlantPublisher(
            settings: settings,
            topic: installation.topic("plant.versions")
        )
        let make = { (history: PlantHistory) throws(Failure) -> PlantVersion? in
            try draft(text, plant, history)
        }
        guard who.wait else { return tell(try publisher.publishIfNew(make)) }
        var arrival = try SetArrival(
            settings,
            application: installation.configuration.application,
            nanoseconds: who.timeout.nanoseconds
        )
        let version = try publisher.publishIfNew(make)
        tell(version)
        guard let version else { return }
        try arrival.wait(for: version.version)
        Terminal.write("Every task knows of it.\n")
    }

    private func draft(
        _ text: String,
        _ plant: Plant,
        _ history: PlantHistory
    ) throws(Failure) -> PlantVersion? {
        let time = who.effectiveFrom?.time
        guard let newest = history.newest else {
            guard time == nil else {
                throw Failure(
                    "There is no version of the plant file that could hold until then. Start an engine "
                        + "with the present file, or apply it without --effective-from."
                )
            }
            return version(text, plant)
        }
        if newest.text == text, newest.effectiveFrom == time { return nil }
        if let part = try history.partThatNeedsRestart(before: plant) {
            throw Failure(
                "The file differs from version \(newest.number) of the plant file in \(part). That needs "
                    + "a restart: give the file to every process of `takt run` and restart it. Only "
                    + "stated limits and specification limits change while engines run."
            )
        }
        return version(text, plant)
    }

    private func version(_ text: String, _ plant: Plant) -> PlantVersion {
        PlantVersion(
            text,
            plant,
            effectiveFrom: who.effectiveFrom?.time,
            by: who.author,
            why: who.why
        )
    }

    private func tell(_ version: PlantVersion?) {
        guard let version else {
            return Terminal.write("The newest version has this content already.\n")
        }
        let time = version.effectiveFrom.map { "from \(EventText.short($0)) on" } ?? "at once"
        Terminal.write(
            "Version \(version.number) of the plant file with hash \(version.hash) holds \(time).\n"
        )
    }
}
