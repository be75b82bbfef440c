import KafkaBroker
import Records
import Synchronization

/// Reads the output topics as any other program could, and keeps what they tell.
///
/// Works on a thread of its own; its state may be read from any.
final class TopicWatcher: Sendable {
    /// Lines that are kept for a view that shows lines.
    private static let lineCountLimit = 1000

    private struct Shared {
        var state: DemoState
        var lines: [String] = []
        var isReady = false
        var isDone = false
        var failure: String?
    }

    private let settings: KafkaSettings
    private let prefix: String
    private let start: KafkaReader.Start
    private let shared: Mutex<Shared>
    private let isFinishing = Atomic<Bool>(false)

    init(
        _ settings: KafkaSettings,
        prefix: String,
        contributions: String,
        from start: KafkaReader.Start
    ) {
        self.settings = settings
        self.prefix = prefix
        shared = Mutex(Shared(state: DemoState(contributions: contributions)))
        self.start = start
    }

    /// What has been read so far, for a moment.
    func withState<R>(_ body: (borrowing DemoState) -> R) -> R {
        shared.withLock { body($0.state) }
    }

    /// Takes the lines that came since the last call.
    func takeLines() -> [String] {
        shared.withLock {
            let lines = $0.lines
            $0.lines = []
            return lines
        }
    }

    /// True once it stands in every topic, so that it misses nothing that comes now.
    var isReady: Bool { shared.withLock { $0.isReady } }
    /// True after its end.
    var isDone: Bool { shared.withLock { $0.isDone } }
    /// Why it ended too early.
    var failure: String? { shared.withLock { $0.failure } }

    /// Nothing will be written any more: read what is there, then end.
    func finish() { isFinishing.store(true, ordering: .releasing) }

    /// The body of its thread.
    func run() {
        do throws(BrokerError) {
            var reader = try KafkaReader(
                settings,
                topics: DemoTopic.allCases.map { prefix + $0.name },
                from: start
            )
            try read(&reader)
        } catch {
            shared.withLock { $0.failure = error.description }
        }
        shared.withLock { $0.isDone = true }
    }

    private func read(_ reader: inout KafkaReader) throws(BrokerError) {
        while true {
            // Asked before reading: what was written before `finish` is then found in this turn.
            let isFinishing = isFinishing.load(ordering: .acquiring)
            switch reader.next(milliseconds: 300) {
            case .record(let record): enter(record)
            case .atEnd:
                shared.withLock { $0.isReady = true }
                if isFinishing { return }
            case .timeout: if isFinishing { return }
            case .failed(let error): if !error.isRetriable || isFinishing { throw error }
            }
        }
    }

    private func enter(_ record: KafkaRecord) {
        guard let topic = DemoTopic(rawValue: record.topic) else { return }
        shared.withLock {
            $0.isReady = true
            guard let line = $0.state.enter(topic, record.value ?? []) else { return }
            if $0.lines.count < Self.lineCountLimit { $0.lines.append(line) }
        }
    }
}
