import Records
import Rings

/// Intake's way to one shard: the ring, the messages that did not fit, and who to wake.
///
/// Belongs to the intake thread.
final class Lane {
    private var producer: SPSCProducer<InboundMessage>
    private var overflow: [InboundMessage] = []
    private let wakesShard: Parker
    private var hasNews = false

    init(producer: consuming SPSCProducer<InboundMessage>, wakesShard: Parker) {
        self.producer = producer
        self.wakesShard = wakesShard
    }

    /// Messages that may be taken from the broker for this shard now; 0 while anything waits.
    func room(maximum: Int) -> Int {
        guard flushOverflow(), producer.byteRoom() > 0 else { return 0 }
        return min(maximum, producer.room())
    }

    /// Hands a message over. One that does not fit any more is kept and goes first next time; nothing
    /// is ever dropped.
    func push(_ message: InboundMessage) {
        hasNews = true
        if overflow.isEmpty, producer.push(message, byteCount: message.byteCount) { return }
        overflow.append(message)
    }

    /// Hands a clock tick over unless one waits already: under back-pressure ticks must neither starve
    /// nor pile up.
    func pushTick(_ tick: InboundMessage) {
        guard !overflow.contains(where: { $0.kind == .tick }) else { return }
        push(tick)
    }

    /// Gives up what waits outside the ring when there is no time left; every handle goes back.
    func abandon(_ release: (UnsafeMutableRawPointer) -> Void) {
        for message in overflow {
            if let handle = unsafe message.handle { unsafe release(handle) }
        }
        overflow.removeAll()
    }

    /// True when nothing waits outside the ring.
    func flushOverflow() -> Bool {
        var moved = 0
        while moved < overflow.count,
            producer.push(overflow[moved], byteCount: overflow[moved].byteCount)
        {
            moved += 1
        }
        if moved > 0 {
            overflow.removeFirst(moved)
            hasNews = true
        }
        return overflow.isEmpty
    }

    /// Wakes the shard once per turn, after everything of the turn is in the ring.
    func wakeIfNeeded() {
        guard hasNews else { return }
        hasNews = false
        wakesShard.wake()
    }
}

extension InboundMessage {
    /// Bytes of the broker's memory that this message keeps alive, for the byte limit of the ring.
    var byteCount: Int { kind == .record ? Int(keyByteCount) + Int(valueByteCount) + 128 : 0 }
}
