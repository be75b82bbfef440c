import ArgumentParser

/// `takt doctor`.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract:
            "Examine this machine, the files and the cluster, and say what to do about problems.",
        discussion: """
            Looks at the libraries, the clock, the configuration, plant, contracts and rules, and, when \
            a cluster is named, at the broker, its topics and their partitions.

            Examples:
              takt doctor
              takt doctor --brokers kafka-1:9092 --config /etc/takt/takt.yaml

            Exit codes: 0 no problems, 1 problems, 2 usage.
            """
    )

    @OptionGroup(title: "Cluster") var broker: BrokerOptions
    @OptionGroup(title: "Files") var files: ConfigurationOptions

    func run() throws {
        StopSignals.install()
        var examination = Examination()
        MachineChecks.run(&examination)
        if let installation = examination.attempt(
            "configuration",
            remedy: "Correct the lines above, or name another file with --config.",
            { () throws(Failure) in try Installation(files, broker) },
            says: { $0.configurationPath ?? "none found; the defaults are used" }
        ) {
            InstallationChecks.run(installation, &examination)
            ClusterChecks.run(installation, &examination)
        }
        Terminal.write(examination.summary)
        if examination.problemCount > 0 { throw ExitCode(1) }
    }
}
