import Records

/// Where a record of the input stands, as the engine counts it.
public struct SourcePosition: Sendable, Equatable, BitwiseCopyable {
    /// The engine's number of the topic.
    public var topic: Int32
    /// The partition.
    public var partition: Int32
    /// The offset.
    public var offset: Int64

    /// A position.
    public init(topic: Int32, partition: Int32, offset: Int64) {
        self.topic = topic
        self.partition = partition
        self.offset = offset
    }
}

/// What the engine knows about an event beside its fields. The bytes are lent for one call.
@safe
public struct EventContext {
    /// Event time.
    public var time: EventTime
    /// The engine's dense index of the equipment, from 0, per task.
    public var equipment: Int
    /// Name of the equipment, UTF-8.
    public var equipmentName: UnsafeRawBufferPointer
    /// The state word of the equipment as it came, or empty when nothing is known.
    public var machineState: UnsafeRawBufferPointer
    /// The category the plant model maps that word to, or empty.
    public var machineCategory: UnsafeRawBufferPointer
    /// The input record that caused the event.
    public var source: SourcePosition

    /// A context; bytes must stay valid during the call that gets it.
    public init(
        time: EventTime,
        equipment: Int,
        equipmentName: UnsafeRawBufferPointer,
        machineState: UnsafeRawBufferPointer = unsafe UnsafeRawBufferPointer(start: nil, count: 0),
        machineCategory: UnsafeRawBufferPointer = unsafe UnsafeRawBufferPointer(
            start: nil,
            count: 0
        ),
        source: SourcePosition = SourcePosition(topic: 0, partition: 0, offset: 0)
    ) {
        self.time = time
        self.equipment = equipment
        unsafe self.equipmentName = unsafe equipmentName
        unsafe self.machineState = unsafe machineState
        unsafe self.machineCategory = unsafe machineCategory
        self.source = source
    }
}
