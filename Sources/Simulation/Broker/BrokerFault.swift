/// A way in which the simulated broker, or the way to it, misbehaves.
///
/// Everything in here happens on a real cluster. None of it may lose or repeat a committed record.
public enum BrokerFault: Int, CaseIterable, Sendable {
    /// A fetch that has records answers later.
    case fetchDelay
    /// A fetch hands over fewer records than there are.
    case shortFetch
    /// A record, or a commit outside a transaction, reaches its partition later.
    case sendDelay
    /// The acknowledgement of an appended record comes later.
    case acknowledgementDelay
    /// An attempt to send is refused retriably; the client repeats it by itself.
    case sendRefusal
    /// A record is appended and the answer lost; the client repeats it by itself.
    case sendResponseLoss
    /// A marker reaches its partition, or the committed offsets, later than the decision.
    case markerDelay
    /// The look-up of committed offsets answers later.
    case lookupDelay
    /// A rebalance waits although all members have joined.
    case rebalanceDelay
    /// The client's queue is full although its limit is not reached.
    case queueFull
    /// Waiting for outcomes ends with nothing new.
    case flushTimeOut
    /// `initTransactions` is done and its answer lost.
    case initResponseLoss
    /// `sendOffsets` is refused with an abortable error.
    case offsetsRefusal
    /// `sendOffsets` is done and its answer lost.
    case offsetsResponseLoss
    /// `commit` is refused retriably; nothing happened.
    case commitRefusal
    /// `commit` is refused with an abortable error.
    case commitAbort
    /// `commit` is done and its answer lost.
    case commitResponseLoss
    /// `abort` is done and its answer lost.
    case abortResponseLoss
    /// After a transaction timed out its producer may abort and go on, instead of being fenced.
    case recoverableTimeOut
    /// A client fails for good, per call.
    case fatal

    /// What happens to single fetches and records; a run bears much of it.
    public static let often: [BrokerFault] = [
        .fetchDelay, .shortFetch, .sendDelay, .acknowledgementDelay, .sendRefusal,
        .sendResponseLoss, .markerDelay, .lookupDelay, .rebalanceDelay,
    ]

    /// What happens to whole transactions.
    public static let seldom: [BrokerFault] = [
        .queueFull, .flushTimeOut, .initResponseLoss, .offsetsRefusal, .offsetsResponseLoss,
        .commitRefusal, .commitAbort, .commitResponseLoss, .abortResponseLoss,
    ]
}
