import ArgumentParser
import CPlatform
import Simulation

/// `takt verify`: whole engines on a simulated broker, from seeds.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Prove exactly once on a simulated broker: faults from seeds, outputs compared.",
        discussion: """
            Each seed runs whole engines, the compiled code of `takt run`, on a simulated broker: \
            processes are killed, expelled and slowed down, answers get lost, rebalances come at the \
            worst moment, the broker restarts. What readers of committed records see is compared with \
            one undisturbed engine that is fed the committed order. A seed replays exactly.

            With --safeguards each safeguard of engine and broker is switched off in turn, and a seed \
            must notice; otherwise the comparison proves nothing.

            Examples:
              takt verify --seeds 2000
              takt verify --first 100001 --seeds 1000000 --seconds 3600
              takt verify --first 4711 --seeds 1 --trace 200
              takt verify --safeguards --seeds 1000

            Exit codes: 0 no difference, 1 a difference (or a safeguard nobody misses), 2 usage.
            """
    )

    @Option(help: ArgumentHelp("How many seeds; with --safeguards how many each.", valueName: "n"))
    var seeds = 500

    @Option(help: ArgumentHelp("The first seed.", valueName: "seed"))
    var first: UInt64 = 1

    @Option(help: ArgumentHelp("Begin no seed after so many seconds.", valueName: "seconds"))
    var seconds: Int?

    @Option(help: ArgumentHelp("Lines of the trace with each seed that fails.", valueName: "lines"))
    var trace = 0

    @Flag(help: "Switch each safeguard off in turn; a seed must notice.")
    var safeguards = false

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup(title: "Files") var files: ConfigurationOptions

    func validate() throws {
        guard (1...100_000_000).contains(seeds) else {
            throw ValidationError("--seeds has to be 1 to 100,000,000.")
        }
        guard first <= UInt64.max - UInt64(seeds) else {
            throw ValidationError("--first is too large for this number of seeds.")
        }
        guard seconds ?? 1 > 0, trace >= 0 else {
            throw ValidationError("--seconds has to be 1 or more, --trace 0 or more.")
        }
        if safeguards, json || seconds != nil || trace > 0 {
            throw ValidationError("--safeguards goes with --first and --seeds only.")
        }
    }

    func run() throws {
        StopSignals.install()
        let installation = try Installation(files)
        let model: SimulationModel
        do {
            model = try SimulationModel(contracts: installation.contracts())
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure("The plant of the simulation cannot be loaded: \(error)")
        }
        let range = first..<first + UInt64(seeds)
        let isFine = safeguards ? proveSafeguards(model, range) : compare(model, range)
        if !isFine { throw ExitCode(1) }
    }

    // MARK: Seeds

    private func compare(_ model: SimulationModel, _ range: Range<UInt64>) -> Bool {
        let start = platform_monotonic_nanoseconds()
        let end = seconds.map { start + Int64($0) * 1_000_000_000 } ?? .max
        var progress = ProgressLine(isQuiet: json)
        var campaign = SeedCampaign(model: model)
        campaign.run(range) { soFar in
            let now = platform_monotonic_nanoseconds()
            progress.show {
                VerifyReport(soFar, first, nanoseconds: now - start).progress(of: seeds)
            }
            return now < end && !StopSignals.isRequested
        }
        progress.end()
        let report = VerifyReport(
            campaign,
            first,
            nanoseconds: platform_monotonic_nanoseconds() - start
        )
        print(json ? report.json : report.text)
        if !json {
            for failure in campaign.failures { print(replayed(failure, model)) }
        }
        return campaign.failedCount == 0
    }

    /// What a seed found, with its trace when that was asked for.
    private func replayed(_ failure: SimulationResult, _ model: SimulationModel) -> String {
        var text = VerifyReport.sentence(failure)
        if trace > 0 {
            let again = EngineSimulation.run(seed: failure.seed, model: model, keepsTrace: true)
            text += "\n" + again.trace.suffix(trace).joined(separator: "\n")
        }
        return text
    }

    // MARK: Safeguards

    private func proveSafeguards(_ model: SimulationModel, _ range: Range<UInt64>) -> Bool {
        var unnoticed = 0
        for sabotage in Sabotage.all {
            guard !StopSignals.isRequested else { return false }
            let notice = sabotage.firstNotice(in: range, model: model)
            if notice == nil { unnoticed += 1 }
            print(VerifyReport.line(sabotage, notice, seeds: seeds))
        }
        print("\(Sabotage.all.count - unnoticed) passed, \(unnoticed) failed")
        return unnoticed == 0
    }
}
