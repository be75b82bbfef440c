/// How often the simulated broker misbehaves: probabilities per opportunity, zero by default.
///
/// Everything in here happens on a real cluster. None of it may lose or repeat a committed record.
public struct BrokerFaults: Sendable, Equatable {
    /// A fetch that has records answers later.
    public var fetchDelay = 0.0
    /// A fetch hands over fewer records than there are.
    public var shortFetch = 0.0
    /// A record, or a commit outside a transaction, reaches its partition later.
    public var sendDelay = 0.0
    /// The acknowledgement of an appended record comes later.
    public var acknowledgementDelay = 0.0
    /// An attempt to send is refused retriably; the client repeats it by itself.
    public var sendRefusal = 0.0
    /// A record is appended and the answer lost; the client repeats it by itself.
    public var sendResponseLoss = 0.0
    /// The client's queue is full although its limit is not reached.
    public var queueFull = 0.0
    /// Waiting for outcomes ends with nothing new.
    public var flushTimeOut = 0.0
    /// `initTransactions` is done and its answer lost.
    public var initResponseLoss = 0.0
    /// `sendOffsets` is refused with an abortable error.
    public var offsetsRefusal = 0.0
    /// `sendOffsets` is done and its answer lost.
    public var offsetsResponseLoss = 0.0
    /// `commit` is refused retriably; nothing happened.
    public var commitRefusal = 0.0
    /// `commit` is refused with an abortable error.
    public var commitAbort = 0.0
    /// `commit` is done and its answer lost.
    public var commitResponseLoss = 0.0
    /// `abort` is done and its answer lost.
    public var abortResponseLoss = 0.0
    /// A marker reaches its partition, or the committed offsets, later than the decision.
    public var markerDelay = 0.0
    /// The look-up of committed offsets answers later.
    public var lookupDelay = 0.0
    /// A rebalance waits although all members have joined.
    public var rebalanceDelay = 0.0
    /// After a transaction timed out its producer may abort and go on, instead of being fenced.
    public var recoverableTimeOut = 0.0
    /// A client fails for good, per call.
    public var fatal = 0.0
    /// The longest of the delays above.
    public var delayMillisecondsMax: Int64 = 50
    /// Mean time between two outages of the whole broker; zero for none.
    public var outageIntervalMilliseconds: Int64 = 0
    /// The longest outage.
    public var outageMillisecondsMax: Int64 = 3000

    /// No faults at all.
    public init() {}

    /// Another mixture for each seed. About half of the faults stay away from each run, because
    /// faults that are always present hide what happens without them.
    public static func drawn(seed: UInt64) -> BrokerFaults {
        var random = PlantRandom(seed: seed, stream: 0xFA17)
        var faults = BrokerFaults()
        let often: [WritableKeyPath<BrokerFaults, Double>] = [
            \.fetchDelay, \.shortFetch, \.sendDelay, \.acknowledgementDelay, \.sendRefusal,
            \.sendResponseLoss, \.markerDelay, \.lookupDelay, \.rebalanceDelay,
        ]
        let seldom: [WritableKeyPath<BrokerFaults, Double>] = [
            \.queueFull, \.flushTimeOut, \.initResponseLoss, \.offsetsRefusal,
            \.offsetsResponseLoss, \.commitRefusal, \.commitAbort, \.commitResponseLoss,
            \.abortResponseLoss,
        ]
        for path in often where random.chance(0.5) { faults[keyPath: path] = random.unit() * 0.4 }
        for path in seldom where random.chance(0.5) { faults[keyPath: path] = random.unit() * 0.1 }
        if random.chance(0.5) { faults.recoverableTimeOut = random.unit() }
        faults.delayMillisecondsMax = 1 + Int64(random.below(500))
        if random.chance(0.3) {
            faults.outageIntervalMilliseconds = 5000 + Int64(random.below(60_000))
            faults.outageMillisecondsMax = 100 + Int64(random.below(10_000))
        }
        return faults
    }
}
