import CPlatform
import Engine
import Logging
import Records

/// Watches a running engine: log lines, the metrics page, and the end.
struct EngineSupervisor<
    Source: MessageSource & ~Copyable & Sendable,
    Sink: MessageSink & ~Copyable & Sendable
> {
    private static var statusNanoseconds: Int64 { 10 * Nanoseconds.second }

    private let engine: RunningEngine<Source, Sink>
    private let shutdownMilliseconds: Int
    private let log: Logger
    private let server: MetricsServer?

    /// Starts the engine and its metrics page.
    init(
        _ engine: RunningEngine<Source, Sink>,
        settings: EngineSettings,
        log: Logger,
        metrics: AddressArgument?
    ) throws(Failure) {
        self.engine = engine
        self.log = log
        shutdownMilliseconds = Int(settings.limits.shutdownNanoseconds / Nanoseconds.millisecond)
        let figures = engine.metrics
        let control = engine.control
        if let metrics {
            server = try MetricsServer(
                metrics,
                metrics: { EngineMetricsPage.text(figures.snapshot()) },
                health: { control.failureSentences }
            )
        } else {
            server = nil
        }
        if let server { log.info("metrics at http://\(server.address)/metrics") }
        do throws(EngineError) {
            try engine.start()
        } catch {
            throw Failure("The engine could not start: \(error.description)")
        }
    }

    /// Logs until the process is asked to stop or the engine fails, stops the engine, ends the process.
    func run() -> Never {
        var meter = EngineStatus()
        var throttle = LogThrottle()
        var nextStatus = platform_monotonic_nanoseconds() + Self.statusNanoseconds
        while !StopSignals.wait(milliseconds: 250), !engine.control.hasFailed {
            relay(&throttle)
            guard platform_monotonic_nanoseconds() >= nextStatus else { continue }
            nextStatus += Self.statusNanoseconds
            log.info("\(meter.status(engine.metrics.snapshot()))")
        }
        finish(&throttle)
    }

    private func relay(_ throttle: inout LogThrottle) {
        for message in engine.metrics.takeMessages() {
            if let line = throttle.line(message) { log.warning("\(line)") }
        }
    }

    private func finish(_ throttle: inout LogThrottle) -> Never {
        let hasFailed = engine.control.hasFailed
        if !hasFailed { log.info("stopping") }
        let started = platform_monotonic_nanoseconds()
        let isClean = engine.stop(withinMilliseconds: shutdownMilliseconds)
        server?.stop()
        relay(&throttle)
        let took = NumberText.duration(
            nanoseconds: platform_monotonic_nanoseconds() - started
        )
        if hasFailed {
            for sentence in engine.control.failureSentences { Terminal.complain(sentence) }
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
