import CPlatform
import Engine
import Logging
import Records

/// Watches the running engines of a process: log lines, the metrics page, and the end.
struct EngineSupervisor {
    private static let statusNanoseconds: Int64 = 10 * Nanoseconds.second

    private let engines: FamilyEngines
    private let shutdownMilliseconds: Int
    private let log: Logger
    private let server: MetricsServer?

    /// Starts the engines and their metrics page.
    init(
        _ engines: FamilyEngines,
        settings: EngineSettings,
        log: Logger,
        metrics: AddressArgument?,
        rules: RuleSetKeeper,
        plants: PlantKeeper
    ) throws(Failure) {
        self.engines = engines
        self.log = log
        shutdownMilliseconds = Int(settings.limits.shutdownNanoseconds / Nanoseconds.millisecond)
        let figures = (engines.equipment.metrics, engines.rollUps.metrics)
        let controls = (engines.equipment.control, engines.rollUps.control)
        if let metrics {
            server = try MetricsServer(
                metrics,
                metrics: {
                    EngineMetricsPage.text(
                        figures.0.snapshot(),
                        rollUps: figures.1.snapshot(),
                        rules: rules.status.figures
                    )
                },
                health: { controls.0.failureSentences + controls.1.failureSentences }
            )
        } else {
            server = nil
        }
        if let server { log.info("metrics at http://\(server.address)/metrics") }
        try engines.start()
        // They end with the process.
        try Worker("takt-sets") { rules.run() }.start()
        try Worker("takt-plant") { plants.run() }.start()
    }

    /// Logs until the process is asked to stop or the engine fails, stops the engine, ends the process.
    func run() -> Never {
        var meter = EngineStatus()
        var throttle = LogThrottle()
        var nextStatus = platform_monotonic_nanoseconds() + Self.statusNanoseconds
        while !StopSignals.wait(milliseconds: 250), !engines.hasFailed {
            relay(&throttle)
            guard platform_monotonic_nanoseconds() >= nextStatus else { continue }
            nextStatus += Self.statusNanoseconds
            log.info("\(meter.status(engines.equipment.metrics.snapshot()))")
        }
        finish(&throttle)
    }

    private func relay(_ throttle: inout LogThrottle) {
        for message in engines.takeMessages() {
            if let line = throttle.line(message) { log.warning("\(line)") }
        }
    }

    private func finish(_ throttle: inout LogThrottle) -> Never {
        let hasFailed = engines.hasFailed
        if !hasFailed { log.info("stopping") }
        let started = platform_monotonic_nanoseconds()
        let isClean = engines.stop(withinMilliseconds: shutdownMilliseconds)
        server?.stop()
        relay(&throttle)
        let took = NumberText.duration(
            nanoseconds: platform_monotonic_nanoseconds() - started
        )
        if hasFailed {
            for sentence in engines.failureSentences { Terminal.complain(sentence) }
            Terminal.exit(1)
        }
        if isClean {
            log.info("stopped in \(took); every output is acknowledged")
        } else {
            log.warning(
                "stopped in \(took); some outputs were not acknowledged and their input is read again"
            )
        }
        // The broker's handles are closed; taking the rest apart would only cost time.
        Terminal.exit(0)
    }
}
