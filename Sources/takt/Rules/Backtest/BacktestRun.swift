import Codecs
import CPlatform
import Engine
import RuleEngine

/// One replay of a recording with a set of rules, of which only the alerts and changes are kept.
struct BacktestRun {
    private(set) var firings = Firings()
    private(set) var recordCount = 0
    private(set) var seconds = 0.0
    private let alertTopic: String
    private let dispatchTopic: String

    /// Replays files with the rules of `settings`.
    init(_ paths: [String], _ settings: EngineSettings) throws {
        alertTopic = settings.prefix + "alerts"
        dispatchTopic = settings.prefix + "dispatch.changes"
        var source = try InputFiles(paths)
        var replay = Replay(settings: settings, finalProgress: .newest)
        let started = platform_monotonic_nanoseconds()
        do {
            let summary = try replay.run(
                input: { bytes in
                    if StopSignals.isRequested { throw Failure("The backtest was interrupted.") }
                    try source.read(into: &bytes)
                },
                output: { take($0) }
            )
            recordCount = summary.recordCount
        } catch let error as ReplayError {
            throw Failure(error.description)
        }
        seconds = Double(platform_monotonic_nanoseconds() - started) / 1e9
    }

    private mutating func take(_ lines: [UInt8]) {
        for line in lines.split(separator: UInt8(ascii: "\n")) {
            guard let document = try? JSONDocument(parsing: Array(line)),
                let topic = document.string("topic"),
                topic == alertTopic || topic == dispatchTopic,
                let value = document.object("value")
            else { continue }
            if topic == alertTopic { firings.takeAlert(value) } else { firings.takeDispatch(value) }
        }
    }
}
