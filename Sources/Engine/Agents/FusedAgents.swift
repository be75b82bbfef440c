import Records

/// Intake, one shard and the publisher taking turns on one thread.
///
/// For machines where a thread each would only wait for the others, and for plants whose rate one
/// processor bears easily.
struct FusedAgents<Source: MessageSource & ~Copyable, Sink: MessageSink & ~Copyable>: Agent,
    ~Copyable
{
    var intake: Intake<Source>
    var shard: Shard
    var publisher: Publisher<Sink>

    init(
        intake: consuming Intake<Source>,
        shard: consuming Shard,
        publisher: consuming Publisher<Sink>
    ) {
        self.intake = intake
        self.shard = shard
        self.publisher = publisher
    }

    mutating func step() -> Int { intake.step() + shard.step() + publisher.step() }

    var isDone: Bool { intake.isDone && shard.isDone && publisher.isDone }

    /// Waits for the broker, briefly while deliveries are under way.
    mutating func wait() {
        intake.wait(milliseconds: publisher.unfinishedCount > 0 ? 1 : 10)
    }
}
