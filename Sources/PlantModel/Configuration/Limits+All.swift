import Records

extension Limits {
    /// Every limit with its name, range and meaning, in the order of the documentation.
    public static let all: [LimitDescription] = times + tables + queues + rules

    private static let times: [LimitDescription] = [
        .init(
            "future_tolerance",
            \.futureToleranceNanoseconds,
            .duration,
            0...(365 * day),
            "How far ahead of its Kafka timestamp an event may be before it is a dead letter."
        ),
        .init(
            "past_tolerance",
            \.pastToleranceNanoseconds,
            .duration,
            second...(36_500 * day),
            "How far behind its Kafka timestamp an event may be before it is a dead letter."
        ),
        .init(
            "allowed_lateness",
            \.allowedLatenessNanoseconds,
            .duration,
            0...day,
            "How far an event may be behind the newest of its equipment and still be in time."
        ),
        .init(
            "grace",
            \.graceNanoseconds,
            .duration,
            0...(31 * day),
            "How long after its end a window still takes late events, as revisions."
        ),
        .init(
            "idle_timeout",
            \.idleTimeoutNanoseconds,
            .duration,
            (100 * ms)...day,
            "How long a read-out partition or a silent equipment waits until the clock moves its "
                + "time."
        ),
        .init(
            "tick_interval",
            \.tickIntervalNanoseconds,
            .duration,
            (10 * ms)...Nanoseconds.minute,
            "How often the clock enters the order of a task."
        ),
        .init(
            "live_interval",
            \.liveIntervalNanoseconds,
            .duration,
            0...Nanoseconds.day,
            "How often open windows are published as they stand; 0 for never."
        ),
        .init(
            "bundle_interval",
            \.bundleIntervalNanoseconds,
            .duration,
            ms...Nanoseconds.minute,
            "How often the outputs of a task are cut into a bundle and sent."
        ),
        .init(
            "snapshot_interval",
            \.snapshotIntervalNanoseconds,
            .duration,
            second...day,
            "How often the state of a task is written to its snapshots."
        ),
        .init(
            "evict_after",
            \.evictAfterNanoseconds,
            .duration,
            Nanoseconds.hour...(36_500 * day),
            "How long nothing may come of equipment, a series or a key of a rule before it is "
                + "forgotten."
        ),
        .init(
            "shutdown",
            \.shutdownNanoseconds,
            .duration,
            (100 * ms)...(10 * Nanoseconds.minute),
            "How long a shutdown may take."
        ),
    ]

    private static let tables: [LimitDescription] = [
        .init(
            "equipment_per_task",
            \.equipmentPerTask,
            .count,
            1...1_000_000,
            "Equipment in one task."
        ),
        .init(
            "characteristics_per_equipment",
            \.characteristicsPerEquipment,
            .count,
            1...4096,
            "Characteristics of one equipment."
        ),
        .init(
            "names_per_task",
            \.namesPerTask,
            .count,
            1...10_000_000,
            "State words, products and other names in one task."
        ),
    ]

    private static let queues: [LimitDescription] = [
        .init(
            "input_ring_entries",
            \.inputRingEntries,
            .count,
            64...(1 << 20),
            "Records in the ring from intake to a shard."
        ),
        .init(
            "input_ring_bytes",
            \.inputRingBytes,
            .bytes,
            (1 << 20)...(4 << 30),
            "Payload bytes in the ring from intake to a shard."
        ),
        .init(
            "output_ring_entries",
            \.outputRingEntries,
            .count,
            4...(1 << 16),
            "Bundles in the ring from a shard to the publisher."
        ),
        .init(
            "bundle_records",
            \.bundleRecords,
            .count,
            1...1_000_000,
            "Records of one bundle."
        ),
        .init(
            "bundle_bytes",
            \.bundleBytes,
            .bytes,
            (64 << 10)...(1 << 30),
            "Bytes of one bundle."
        ),
        .init(
            "prefetch_bytes_per_partition",
            \.prefetchBytesPerPartition,
            .bytes,
            (64 << 10)...(1 << 30),
            "Bytes that librdkafka fetches ahead for one partition."
        ),
        .init(
            "record_bytes",
            \.recordBytes,
            .bytes,
            1024...(64 << 20),
            "Bytes of one record's value; longer ones are dead letters."
        ),
        .init(
            "dead_letter_bytes",
            \.deadLetterBytes,
            .bytes,
            1024...(1 << 20),
            "Bytes of the original that a dead letter keeps when the whole does not fit."
        ),
    ]

    private static let rules: [LimitDescription] = [
        .init(
            "keys_per_rule",
            \.keysPerRule,
            .count,
            1...10_000_000,
            "Keys of one rule in one task."
        )
    ]

    private static let ms = Nanoseconds.millisecond
    private static let second = Nanoseconds.second
    private static let day = Nanoseconds.day
}
