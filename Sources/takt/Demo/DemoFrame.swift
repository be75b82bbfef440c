import Engine
import Records

/// What a view shows at one moment, besides what the watcher knows.
struct DemoFrame {
    /// What the demonstration is doing.
    enum Phase: String {
        case starting
        case running
        case draining
    }

    var phase: Phase
    /// Figures of the engine.
    var engine: EngineSnapshot
    /// Records a second into the broker.
    var inputRate: Int
    /// Records a second out of the engine.
    var outputRate: Int
    /// Records of the plant that the broker has.
    var delivered: Int
    /// The plant's clock.
    var plantTime: EventTime
    /// Share of the run that is over, 0 to 1.
    var share: Double
    /// The engine's newest sentence about a problem, if any.
    var message: String?
}

/// Someone who shows a running demonstration.
protocol DemoView {
    /// How often it wants to be called.
    var intervalMilliseconds: Int { get }
    /// Before the first frame.
    mutating func begin()
    /// Shows one moment.
    mutating func show(_ frame: DemoFrame, _ watcher: TopicWatcher)
    /// After the last frame; the terminal is as it was before.
    mutating func end()
}
