import CPlatform
import Records

/// The demonstration as lines, for logs and pipes: a line of figures every two seconds, and a line for
/// every alert transition and dispatch change.
struct PlainView: DemoView {
    private static let statusNanoseconds: Int64 = 2_000_000_000

    private let plan: DemoPlan
    private var nextStatus: Int64 = 0
    private var lastMessage: String?

    init(_ plan: DemoPlan) { self.plan = plan }

    var intervalMilliseconds: Int { 250 }

    mutating func begin() {}

    mutating func show(_ frame: DemoFrame, _ watcher: TopicWatcher) {
        var text = watcher.takeLines().map { $0 + "\n" }.joined()
        if let message = frame.message, message != lastMessage {
            lastMessage = message
            text += "engine: \(message)\n"
        }
        let now = platform_monotonic_nanoseconds()
        if now >= nextStatus {
            nextStatus = now + Self.statusNanoseconds
            text += watcher.withState { status(frame, $0) } + "\n"
        }
        if !text.isEmpty { Terminal.write(text) }
    }

    mutating func end() {}

    private func status(_ frame: DemoFrame, _ state: borrowing DemoState) -> String {
        let books = frame.engine.books
        let clock = EventText.clock(frame.plantTime)
        if frame.phase == .starting {
            return "\(clock)  the engine joins its group, "
                + "\(NumberText.count(frame.engine.tasks.count, "task")) so far"
        }
        let parts = [
            "in \(NumberText.grouped(frame.inputRate))/s",
            "out \(NumberText.grouped(frame.outputRate))/s",
            "lag \(NumberText.grouped(Int(frame.engine.lag)))",
            NumberText.count(frame.engine.tasks.count, "task"),
            "run \(Int(frame.share * 100)) %",
            "OEE \(Percent.text(state.oee.plant.oee.value))",
            "open alerts \(state.open.count)",
            "dispatch \(state.dispatchCount)",
            "SPC signals \(state.signalCount)",
            "dead letters \(books.deadLettered)",
            books.isBalanced ? "books balance" : "BOOKS DO NOT BALANCE",
        ]
        return "\(clock)  " + parts.joined(separator: "  ")
    }
}

/// Shares as people read them.
enum Percent {
    /// `71.3 %`, or a dash where there is no value.
    static func text(_ share: Double?) -> String {
        share.map { NumberText.fixed($0 * 100, 1) + " %" } ?? "–"
    }
}
