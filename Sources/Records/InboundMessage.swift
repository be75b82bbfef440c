/// A record as the broker handed it over, while its handle is held: 64 bytes of pointers and numbers.
///
/// The key and value bytes belong to the broker's message and stay valid until `handle` is given back
/// through the source's `release`. Whoever takes an inbound message out of a ring owes exactly one
/// release.
@frozen
@safe
public struct InboundMessage: BitwiseCopyable, @unchecked Sendable {
    // Sendable because the bytes behind the pointers are written before the message is published to
    // a ring and never again until it is released.

    /// What arrived.
    @frozen
    public enum Kind: UInt8, Sendable, BitwiseCopyable {
        /// A record.
        case record
        /// The partition has been read to its end; `offset` is the next one to come.
        case endOfPartition
        /// The task starts with this message: reset its state; `offset` is meaningless.
        case taskStarted
        /// The task leaves with this message: give up its handles; `offset` is meaningless.
        case taskStopped
        /// A clock tick: `timestampMilliseconds` is the wall clock. A tick is an input like any other.
        case tick
        /// Recovery: a record of the task's snapshots; its handle is owed like any record's.
        case snapshotRecord
        /// Recovery: no more snapshot records come; restore from what came.
        case snapshotEnd
        /// Recovery: the task's `offset`th cycle ended here when it was first worked on; `topic` holds
        /// its flags and `sequence` the hash of its outputs.
        case cycleEnd
        /// Recovery: the task learned here of a version of rules or plant. `topic` is the kind, `offset` the
        /// number, `sequence` the content, `timestampMilliseconds` from when on it holds.
        case setKnown
        /// Recovery is over: from here on outputs count. `offset` is the last cycle that was done.
        case taskLive
    }

    /// What to give back to the source when done; nil for everything that is not a record.
    public var handle: UnsafeMutableRawPointer?
    /// First byte of the key, nil for a null key.
    public var keyStart: UnsafeRawPointer?
    /// First byte of the value, nil for a null value.
    public var valueStart: UnsafeRawPointer?
    /// Bytes of the key.
    public var keyByteCount: UInt32
    /// Bytes of the value.
    public var valueByteCount: UInt32
    /// Offset in the partition.
    public var offset: Int64
    /// The broker's timestamp, milliseconds since the Unix epoch; -1 when it has none.
    public var timestampMilliseconds: Int64
    /// Place in the order of all inputs where the source has one (replay), else 0; replay sorts its
    /// outputs by it.
    public var sequence: UInt64
    /// The partition, which is the task; -1 for a tick that is meant for every task of a shard.
    public var partition: Int32
    /// Index into the topics the source was opened with.
    public var topic: UInt16
    /// What arrived.
    public var kind: Kind

    /// A record; see the properties for the meaning of each part.
    @inlinable
    public init(
        record topic: Int,
        partition: Int32,
        offset: Int64,
        timestampMilliseconds: Int64,
        sequence: UInt64 = 0,
        key: UnsafeRawBufferPointer?,
        value: UnsafeRawBufferPointer?,
        handle: UnsafeMutableRawPointer?
    ) {
        self.init(
            kind: .record,
            topic: topic,
            partition: partition,
            offset: offset,
            timestampMilliseconds: timestampMilliseconds,
            sequence: sequence
        )
        unsafe self.handle = unsafe handle
        unsafe keyStart = unsafe key?.baseAddress
        keyByteCount = unsafe UInt32(key?.count ?? 0)
        unsafe valueStart = unsafe value?.baseAddress
        valueByteCount = unsafe UInt32(value?.count ?? 0)
    }

    /// A message without key and value: the end of a partition, a tick, a task that comes or goes.
    @inlinable
    public init(
        kind: Kind,
        topic: Int = 0,
        partition: Int32,
        offset: Int64 = -1,
        timestampMilliseconds: Int64 = -1,
        sequence: UInt64 = 0
    ) {
        self.kind = kind
        self.topic = UInt16(topic)
        self.partition = partition
        self.offset = offset
        self.timestampMilliseconds = timestampMilliseconds
        self.sequence = sequence
        unsafe handle = nil
        unsafe keyStart = nil
        keyByteCount = 0
        unsafe valueStart = nil
        valueByteCount = 0
    }

    /// The key bytes; empty when the key is null (ask `hasKey`).
    @inlinable
    public var key: UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(start: keyStart, count: Int(keyByteCount))
    }

    /// The value bytes; empty when the value is null (ask `hasValue`).
    @inlinable
    public var value: UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(start: valueStart, count: Int(valueByteCount))
    }

    /// False for a null key; an empty key is a key.
    @inlinable
    public var hasKey: Bool { unsafe keyStart != nil }

    /// False for a null value (a tombstone).
    @inlinable
    public var hasValue: Bool { unsafe valueStart != nil }
}
