import Records

/// Every limit of the engine in one place: queues, tables, times. `takt.yaml` sets them under
/// `limits`.
///
/// Durations are nanoseconds, the rest are counts or bytes. `Limits.all` gives name, default,
/// range and meaning of each; what a limit is for is told there and here with the same words.
public struct Limits: Sendable, Hashable {
    /// How far ahead of its Kafka timestamp an event may be before it is a dead letter.
    public var futureToleranceNanoseconds: Int64 = 5 * Nanoseconds.minute
    /// How far behind its Kafka timestamp an event may be before it is a dead letter.
    public var pastToleranceNanoseconds: Int64 = 400 * Nanoseconds.day
    /// How far an event may be behind the newest of its equipment and still be in time.
    public var allowedLatenessNanoseconds: Int64 = 5 * Nanoseconds.second
    /// How long after its end a window still takes late events, as revisions.
    public var graceNanoseconds: Int64 = Nanoseconds.hour
    /// How long a read-out partition or a silent equipment waits until the clock moves its time.
    public var idleTimeoutNanoseconds: Int64 = 10 * Nanoseconds.second
    /// How often the clock enters the order of a task.
    public var tickIntervalNanoseconds: Int64 = Nanoseconds.second
    /// How often open windows are published as they stand; 0 for never.
    public var liveIntervalNanoseconds: Int64 = 0
    /// How often the outputs of a task are cut into a bundle and sent.
    public var bundleIntervalNanoseconds: Int64 = 100 * Nanoseconds.millisecond
    /// How often the state of a task is written to its snapshots.
    public var snapshotIntervalNanoseconds: Int64 = Nanoseconds.minute
    /// How long nothing may come of equipment, a series or a key of a rule before it is forgotten.
    public var evictAfterNanoseconds: Int64 = 30 * Nanoseconds.day
    /// How long a shutdown may take.
    public var shutdownNanoseconds: Int64 = 2 * Nanoseconds.second

    /// Equipment in one task.
    public var equipmentPerTask: Int64 = 10_000
    /// Characteristics of one equipment.
    public var characteristicsPerEquipment: Int64 = 64
    /// State words, products and other names in one task.
    public var namesPerTask: Int64 = 100_000

    /// Records in the ring from intake to a shard.
    public var inputRingEntries: Int64 = 16_384
    /// Payload bytes in the ring from intake to a shard.
    public var inputRingBytes: Int64 = 64 << 20
    /// Bundles in the ring from a shard to the publisher.
    public var outputRingEntries: Int64 = 64
    /// Records of one bundle.
    public var bundleRecords: Int64 = 10_000
    /// Bytes of one bundle.
    public var bundleBytes: Int64 = 1 << 20
    /// Bytes that librdkafka fetches ahead for one partition.
    public var prefetchBytesPerPartition: Int64 = 1 << 20
    /// Bytes of one record's value; longer ones are dead letters.
    public var recordBytes: Int64 = 1 << 20
    /// Bytes of the original that a dead letter keeps when the whole does not fit.
    public var deadLetterBytes: Int64 = 64 << 10

    /// Keys of one rule in one task.
    public var keysPerRule: Int64 = 100_000

    /// The defaults.
    public init() {}
}
