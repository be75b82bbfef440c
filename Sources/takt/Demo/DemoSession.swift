import CPlatform
import Engine
import Glibc
import KafkaBroker
import Records
import Simulation

/// One demonstration from its first thread to its last: plant, engine, watcher and view.
final class DemoSession {
    /// How long the engine may take to join its group, and to finish what the plant has sent.
    private static let joinNanoseconds: Int64 = 20_000_000_000
    private static let drainNanoseconds: Int64 = 10_000_000_000
    /// How much longer than planned the plant may take on a busy machine.
    private static let overtimeNanoseconds: Int64 = 10_000_000_000

    private let plan: DemoPlan
    private let clock: PlantClock
    private let feeder: PlantFeeder
    private let watcher: TopicWatcher
    private let engines: FamilyEngines
    private var inputMeter = RateMeter()
    private var outputMeter = RateMeter()
    private var messages: [String] = []

    /// Connects everything; nothing runs yet.
    init(_ plan: DemoPlan, _ broker: borrowing DemoBroker, _ settings: EngineSettings)
        throws(Failure)
    {
        let kafka = broker.settings
        self.plan = plan
        clock = PlantClock(plan)
        feeder = PlantFeeder(kafka, prefix: settings.prefix, clock: clock)
        watcher = TopicWatcher(
            kafka,
            prefix: settings.prefix,
            contributions: settings.contributionsTopic,
            from: broker.isEmbedded ? .beginning : .end
        )
        engines = try FamilyEngines(settings, kafka, clock: clock.engineClock)
    }

    /// Runs it to its planned end, or until the process is asked to stop.
    func run<View: DemoView>(_ view: inout View) throws(Failure) -> DemoReport {
        let watching = Worker("takt-watch") { [watcher] in watcher.run() }
        let feeding = Worker("takt-plant") { [feeder, scenario = plan.scenario] in
            feeder.run(scenario)
        }
        let began = platform_monotonic_nanoseconds()
        try engines.start()
        try watching.start()
        view.begin()
        waitForTasks(&view)
        if !isOver {
            clock.begin()
            try feeding.start()
        }
        let deadline =
            platform_monotonic_nanoseconds() + plan.wallNanoseconds + Self.overtimeNanoseconds
        while !isOver, !feeder.isDone, platform_monotonic_nanoseconds() < deadline {
            turn(.running, &view)
        }
        clock.stop()
        feeder.stop()
        feeding.join()
        drain(&view)
        let isClean = engines.stop(withinMilliseconds: 2000)
        watcher.finish()
        watching.join()
        turn(.draining, &view)
        view.end()
        return report(isClean: isClean, began: began)
    }

    /// True when going on makes no sense.
    private var isOver: Bool {
        StopSignals.isRequested || engines.hasFailed || watcher.failure != nil
            || feeder.failure != nil
    }

    /// The plant begins when every task has an owner, so that its first records meet a working engine.
    private func waitForTasks<View: DemoView>(_ view: inout View) {
        let deadline = platform_monotonic_nanoseconds() + Self.joinNanoseconds
        while !isOver, platform_monotonic_nanoseconds() < deadline {
            if engines.equipment.metrics.snapshot().tasks.count == engines.taskCount,
                watcher.isReady
            {
                return
            }
            turn(.starting, &view)
        }
    }

    /// Waits until the engine has read what the plant has sent, and its outputs have been cut.
    private func drain<View: DemoView>(_ view: inout View) {
        let deadline = platform_monotonic_nanoseconds() + Self.drainNanoseconds
        while !engines.hasFailed, platform_monotonic_nanoseconds() < deadline {
            let snapshot = engines.equipment.metrics.snapshot()
            let isRead = snapshot.books.read >= feeder.deliveredCount && snapshot.lag == 0
            turn(.draining, &view)
            if isRead { return }
        }
    }

    private func turn<View: DemoView>(_ phase: DemoFrame.Phase, _ view: inout View) {
        let snapshot = engines.equipment.metrics.snapshot()
        let now = platform_monotonic_nanoseconds()
        let plantTime = clock.now
        messages += engines.takeMessages()
        let share = Double(plantTime - plan.start) / Double(plan.plantNanoseconds)
        let frame = DemoFrame(
            phase: phase,
            engine: snapshot,
            inputRate: inputMeter.rate(feeder.deliveredCount, at: now),
            outputRate: outputMeter.rate(snapshot.outputs, at: now),
            delivered: feeder.deliveredCount,
            plantTime: plantTime,
            share: min(max(share, 0), 1),
            message: messages.last
        )
        view.show(frame, watcher)
        if phase == .running {
            _ = StopSignals.wait(milliseconds: view.intervalMilliseconds)
        } else {
            // A stop was asked for already, perhaps; that must not turn this into a busy loop.
            usleep(UInt32(view.intervalMilliseconds) * 1000)
        }
    }

    private func report(isClean: Bool, began: Int64) -> DemoReport {
        var problems = engines.failureSentences
        if let failure = feeder.failure { problems.append("The plant stopped: \(failure)") }
        if let failure = watcher.failure {
            problems.append("Reading the outputs failed: \(failure)")
        }
        return DemoReport(
            plan: plan,
            faults: plan.scenario.groundTruth,
            reached: clock.now,
            engine: engines.equipment.metrics.snapshot(),
            delivered: feeder.deliveredCount,
            state: watcher.withState { copy $0 },
            messages: messages,
            problems: problems,
            isClean: isClean,
            wallNanoseconds: platform_monotonic_nanoseconds() - began
        )
    }
}
