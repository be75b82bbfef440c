import Records

/// How far intake has read each topic of one task, so that the topics of a task are read in about
/// the order of their timestamps.
///
/// Partitions are fetched in long turns. Without this, a backlog of sparse counts would be read hours
/// ahead of the dense measurements beside it. A topic waits while another one is behind it and has
/// more to come; what has been read to its end holds nobody up.
struct ReadingOrder {
    /// How far apart topics may be.
    private static let slackMilliseconds: Int64 = 1_000

    private var stamps: [Int64]
    private var isAtEnd: [Bool]

    init(topicCount: Int) {
        stamps = Array(repeating: -1, count: topicCount)
        isAtEnd = Array(repeating: false, count: topicCount)
    }

    /// Notes what was read of a topic.
    mutating func note(_ message: InboundMessage, topic: Int) {
        switch message.kind {
        case .record:
            isAtEnd[topic] = false
            // Without timestamps nobody knows where a topic is, so it holds nobody up.
            let stamp = message.timestampMilliseconds
            stamps[topic] = max(stamps[topic], stamp < 0 ? .max : stamp)
        case .endOfPartition: isAtEnd[topic] = true
        case .taskStarted, .taskStopped, .tick, .snapshotRecord, .snapshotEnd, .cycleEnd, .setKnown,
            .taskLive:
            break
        }
    }

    /// Whether a topic may be read now: it is at its end, or not ahead of one that is not.
    ///
    /// No topic is further than `now` (milliseconds): one whose producer's clock is fast would
    /// otherwise wait for as long as another one has news.
    func mayRead(_ topic: Int, now: Int64 = .max / 2) -> Bool {
        guard !isAtEnd[topic] else { return true }
        var least = Int64.max
        for other in stamps.indices where !isAtEnd[other] { least = min(least, stamps[other]) }
        // At least -1 and at most `now`: the difference is in range.
        return min(stamps[topic], now) - min(least, now) <= Self.slackMilliseconds
    }

    /// Whether nothing is known to wait anywhere.
    var isCaughtUp: Bool { isAtEnd.allSatisfy(\.self) }
}
