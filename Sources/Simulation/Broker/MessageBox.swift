import Records

/// The messages of one consumer that were handed out and not released, by task.
final class HandleLedger {
    private(set) var counts: [Int]

    init(taskCount: Int) { counts = Array(repeating: 0, count: taskCount) }

    var total: Int { counts.reduce(0, +) }

    func add(_ task: Int32, _ amount: Int) {
        counts[Int(task)] += amount
        precondition(counts[Int(task)] >= 0, "A message of task \(task) was released twice.")
    }
}

/// The bytes of a message that was handed out; lives from `receive` to `release`.
///
/// They are overwritten at the end, so that whoever reads a released message reads rubbish and is
/// found out.
@safe
final class MessageBox {
    private let bytes: UnsafeMutableRawBufferPointer
    private let ledger: HandleLedger
    private let task: Int32

    private init(byteCount: Int, _ ledger: HandleLedger, task: Int32) {
        // One byte more, so that an empty key has an address and is not taken for a null one.
        unsafe bytes = .allocate(byteCount: byteCount + 1, alignment: 8)
        self.ledger = ledger
        self.task = task
        ledger.add(task, 1)
    }

    deinit {
        unsafe bytes.initializeMemory(as: UInt8.self, repeating: 0xDD)
        unsafe bytes.deallocate()
        ledger.add(task, -1)
    }

    /// Boxes a record; the message owes the release of its handle.
    static func message(
        _ record: SimulatedRecord,
        topic: Int,
        task: Int32,
        _ ledger: HandleLedger
    ) -> InboundMessage {
        let keyCount = record.key?.count ?? 0
        let valueCount = record.value?.count ?? 0
        let box = MessageBox(byteCount: keyCount + valueCount, ledger, task: task)
        let key = unsafe UnsafeMutableRawBufferPointer(rebasing: box.bytes[..<keyCount])
        let value = unsafe UnsafeMutableRawBufferPointer(
            rebasing: box.bytes[keyCount..<keyCount + valueCount]
        )
        unsafe key.copyBytes(from: record.key ?? [])
        unsafe value.copyBytes(from: record.value ?? [])
        return unsafe InboundMessage(
            record: topic,
            partition: task,
            offset: record.offset,
            timestampMilliseconds: record.timestampMilliseconds,
            key: record.key == nil ? nil : UnsafeRawBufferPointer(key),
            value: record.value == nil ? nil : UnsafeRawBufferPointer(value),
            handle: Unmanaged.passRetained(box).toOpaque()
        )
    }

    static func release(_ handle: UnsafeMutableRawPointer) {
        unsafe Unmanaged<MessageBox>.fromOpaque(handle).release()
    }
}
