/// The fields of one event, reached by slot index, whatever topic it came from.
///
/// A field plan says which name sits in which slot; decoders fill the slots from a payload, the
/// engine fills them for events it computes itself (`spc.signals`, `kpi.oee` …), rules and operators
/// read them. One value is reused for every event of a shard; nothing is allocated per event.
///
/// The payload is borrowed: it must stay valid until the next `reset`. One thread at a time.
@safe
public struct EventFields: ~Copyable {
    /// The most fields one plan can name.
    public static let slotCountLimit = 64
    /// The most scratch text of one event, in bytes.
    public static let scratchByteCountLimit = 1 << 20
    /// The most numbers in the arrays of one event.
    public static let numberCountLimit = 1 << 16

    // Owned memory rather than an array: a store is a store, without a question about uniqueness.
    @usableFromInline let slots: UnsafeMutablePointer<FieldValue>
    /// Slots from here on are absent.
    @usableFromInline var usedSlotCount = 0
    @usableFromInline var scratch: [UInt8] = []
    @usableFromInline var numbers: [Double] = []
    // The bytes belong to whoever called `reset`; they promise to keep them until the next one.
    @usableFromInline var payload: UnsafeRawBufferPointer

    /// Fields for one shard or one test.
    public init() {
        unsafe slots = UnsafeMutablePointer.allocate(capacity: Self.slotCountLimit)
        unsafe slots.initialize(repeating: .absent, count: Self.slotCountLimit)
        unsafe payload = UnsafeRawBufferPointer(start: nil, count: 0)
        scratch.reserveCapacity(4096)
        numbers.reserveCapacity(256)
    }

    deinit { unsafe slots.deallocate() }

    /// Forgets the last event and borrows the payload of the next one until the next `reset`.
    @inlinable
    public mutating func reset(payload: UnsafeRawBufferPointer) {
        unsafe self.payload = unsafe payload
        unsafe slots.update(repeating: .absent, count: usedSlotCount)
        usedSlotCount = 0
        if !scratch.isEmpty { scratch.removeAll(keepingCapacity: true) }
        if !numbers.isEmpty { numbers.removeAll(keepingCapacity: true) }
    }

    /// Forgets the last event; the next one has no payload.
    @inlinable
    public mutating func reset() {
        unsafe reset(payload: UnsafeRawBufferPointer(start: nil, count: 0))
    }

    /// The value in a slot, 0 to 63.
    @inlinable
    public subscript(slot: Int) -> FieldValue {
        get {
            precondition(slot >= 0 && slot < Self.slotCountLimit, "There are 64 slots, 0 to 63.")
            return unsafe slots[slot]
        }
        set {
            precondition(slot >= 0 && slot < Self.slotCountLimit, "There are 64 slots, 0 to 63.")
            unsafe slots[slot] = newValue
            if slot >= usedSlotCount { usedSlotCount = slot + 1 }
        }
    }

    /// Copies text into the scratch bytes and puts it in a slot. Text beyond the limit becomes `null`.
    @inlinable
    public mutating func setText(_ slot: Int, _ bytes: UnsafeRawBufferPointer) {
        guard scratch.count + bytes.count <= Self.scratchByteCountLimit else {
            self[slot] = .null
            return
        }
        let offset = scratch.count
        unsafe scratch.append(contentsOf: bytes)
        self[slot] = .scratchText(offset: offset, count: bytes.count)
    }

    /// Copies text into the scratch bytes and puts it in a slot.
    public mutating func setText(_ slot: Int, _ string: String) {
        var copy = string
        copy.withUTF8 { unsafe setText(slot, UnsafeRawBufferPointer($0)) }
    }

    /// Appends one number of an array; the caller then puts `.numbers(offset:count:)` in a slot.
    /// Answers false when the event holds too many.
    @inlinable
    public mutating func appendNumber(_ value: Double) -> Bool {
        guard numbers.count < Self.numberCountLimit else { return false }
        numbers.append(value)
        return true
    }

    /// How many numbers the arrays of this event hold so far.
    @inlinable
    public var numberCount: Int { numbers.count }

    /// Lends the bytes of a text value of this event; empty for anything else.
    @inlinable
    public func withText<R>(_ value: FieldValue, _ body: (UnsafeRawBufferPointer) -> R) -> R {
        switch value.kind {
        case .text, .nested:
            return unsafe body(
                UnsafeRawBufferPointer(
                    rebasing: payload[Int(value.offset)..<Int(value.offset) + Int(value.count)]
                )
            )
        case .scratchText:
            return unsafe scratch.withUnsafeBytes { bytes in
                unsafe body(
                    UnsafeRawBufferPointer(
                        rebasing: bytes[Int(value.offset)..<Int(value.offset) + Int(value.count)]
                    )
                )
            }
        default:
            return unsafe body(UnsafeRawBufferPointer(start: nil, count: 0))
        }
    }

    /// Lends the numbers of an array value of this event; empty for anything else.
    @inlinable
    public func withNumbers<R>(_ value: FieldValue, _ body: (UnsafeBufferPointer<Double>) -> R) -> R
    {
        unsafe numbers.withUnsafeBufferPointer { all in
            guard value.kind == .numbers else {
                return unsafe body(UnsafeBufferPointer(rebasing: all[0..<0]))
            }
            return unsafe body(
                UnsafeBufferPointer(
                    rebasing: all[Int(value.offset)..<Int(value.offset) + Int(value.count)]
                )
            )
        }
    }

    /// The text of a value as a string, for cold paths; `nil` for anything that is not text.
    public func string(_ value: FieldValue) -> String? {
        guard value.isText else { return nil }
        return unsafe withText(value) { unsafe String(decoding: $0, as: UTF8.self) }
    }
}
