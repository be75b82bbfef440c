import Engine
import Records

/// One process of a simulated application: its engine, when it has one, and what is going to happen
/// to it.
final class SimulatedMember {
    enum Phase: Equatable {
        /// Not there; comes at a time, or never by itself.
        case away(until: Int64?)
        case running
        case stopping
    }

    let name: String
    let clockError = ClockError()
    var phase = Phase.away(until: nil)
    /// Until then the process is not given the processor.
    var stalledUntil: Int64 = 0
    /// How long it stays away after the present stop.
    var restartAfter: Int64 = 0
    /// What it has read of the versions that were published.
    var versions: VersionReader?
    private var engine: SteppedEngine<SimulatedSource, SimulatedSink>?
    private(set) var client: SimulatedConsumer?
    private(set) var producer: SimulatedProducer?
    private var knownMemberID: String?
    /// Times that its engines found a ring full.
    private(set) var fullRingCount = 0

    init(name: String) { self.name = name }

    /// Agents of its engine; 0 while it has none.
    var agentCount: Int { engine?.agentCount ?? 0 }
    var hasFailed: Bool { engine?.control.hasFailed ?? false }
    var isDone: Bool { engine?.isDone ?? false }

    /// Tasks that it works on, past their recovery.
    var liveTasks: [Int32] { engine?.metrics.snapshot().tasks ?? [] }

    func start(
        _ cluster: SimulatedCluster,
        _ scenario: EngineScenario,
        settings: EngineSettings,
        clock: EngineClock
    ) {
        precondition(engine == nil, "The member \(name) was started while it was running.")
        let source = SimulatedSource(
            cluster,
            member: name,
            group: settings.application,
            anchorTopic: settings.anchorTopic,
            topics: settings.sourceTopics,
            settings: .init(sessionMilliseconds: scenario.sessionMilliseconds)
        )
        let sink = SimulatedSink(
            cluster,
            member: name,
            topics: settings.sinkTopics,
            transactionalID: scenario.isExactlyOnce ? "\(settings.application)-\(name)" : nil,
            settings: .init(
                transactionTimeoutMilliseconds: scenario.transactionMilliseconds,
                queueCountLimit: scenario.queueCountLimit
            )
        )
        client = source.client
        producer = sink.client
        knownMemberID = nil
        engine = SteppedEngine(settings: settings, source: source, sink: sink, clock: clock)
        phase = .running
        stalledUntil = 0
    }

    func step(agent: Int) -> Int { engine?.step(agent: agent) ?? 0 }

    func stop(deadlineNanoseconds: Int64) {
        engine?.stop(deadlineNanoseconds: deadlineNanoseconds)
        phase = .stopping
    }

    /// Whether the group has gone on without this process since the last look although it lives.
    func wasExpelled() -> Bool {
        guard let client else { return false }
        let id = client.memberID
        let isKnown = id.map { client.group.index(of: $0) != nil } ?? false
        defer { knownMemberID = isKnown ? id : nil }
        return knownMemberID != nil && (!isKnown || knownMemberID != id)
    }

    /// Everything it said since the last call, and why it failed.
    func takeSentences() -> (messages: [String], failures: [String]) {
        (engine?.metrics.takeMessages() ?? [], engine?.control.failureSentences ?? [])
    }

    /// The process is gone.
    func kill(_ cluster: SimulatedCluster) {
        cluster.kill(name)
        engine?.abandon()
        drop()
    }

    /// The process ends by itself, after its agents are done.
    func close() {
        engine?.close(milliseconds: 400)
        drop()
    }

    private func drop() {
        fullRingCount += engine?.metrics.snapshot().fullRings ?? 0
        engine = nil
        versions = nil
        client = nil
        producer = nil
        knownMemberID = nil
    }
}
