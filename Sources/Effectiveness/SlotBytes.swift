import Records
import Windows

/// The live windows of one kind as bytes, oldest first, in memory that grows as they do.
///
/// A window takes about 30 bytes where its sums would take 300, because most of them are zero and the
/// rest are small: a hundred thousand machines keep sixty minutes each.
///
///     | byte count u16 | number in the grid i32, or start and end i64 | fingerprint u64 | the rest |
///
/// A place is the distance of a window from the first one. Changing a window leaves the places before
/// it and its own as they are; `insert` and `removeFirst` do not.
@safe
struct SlotBytes: ~Copyable {
    private static let countSize = 2
    /// How long windows of a grid are, 0 where they have edges of their own.
    private let lengthNanoseconds: Int64
    /// The most windows.
    let limit: Int32
    private(set) var count: Int32 = 0
    private var bytes: UnsafeMutablePointer<UInt8>?
    private var allocated: Int32 = 0
    private var head: Int32 = 0
    private var tail: Int32 = 0
    private var newestPlace: Int32 = -1

    init(grid: TimeGrid?, limit: Int) {
        precondition(grid?.originNanoseconds ?? 0 == 0, "a grid counts from the epoch")
        lengthNanoseconds = grid?.lengthNanoseconds ?? 0
        self.limit = Int32(min(limit, 1 << 20))
    }

    deinit { unsafe bytes?.deallocate() }

    /// How time is cut, nil where windows have edges of their own.
    var grid: TimeGrid? {
        lengthNanoseconds > 0 ? TimeGrid(lengthNanoseconds: lengthNanoseconds) : nil
    }

    /// Bytes of memory taken for windows.
    var byteCount: Int { Int(allocated) }

    var isEmpty: Bool { count == 0 }
    var isFull: Bool { count == limit }
    /// Behind the last window.
    var end: Int { Int(tail - head) }
    /// The place of the newest window, −1 when there is none.
    var newest: Int { Int(newestPlace) }

    /// The place behind the window at a place.
    func next(after place: Int) -> Int { place + byteCount(at: place) }

    /// The edges of the window at a place.
    @inline(__always)
    func window(at place: Int) -> PlantWindow {
        if let grid {
            let index = Int64(load(at: place + Self.countSize, as: Int32.self))
            return PlantWindow(start: grid.start(of: index), end: grid.end(of: index))
        }
        return PlantWindow(
            start: EventTime(nanoseconds: load(at: place + Self.countSize)),
            end: EventTime(nanoseconds: load(at: place + Self.countSize + 8))
        )
    }

    /// The window at a place with its sums. About 30 ns.
    func slot(at place: Int) -> WindowSlot {
        let window = window(at: place)
        var slot = WindowSlot(start: window.start, end: window.end)
        var reader = unsafe SlotReader(source: pointer(place + headSize))
        slot.fingerprint = UInt64(bitPattern: load(at: place + headSize - 8))
        let word = reader.unsigned()
        slot.isUndecided = word & 1 != 0
        slot.revision = Int32(truncatingIfNeeded: word >> 1)
        reader.read(&slot.folded)
        return slot
    }

    /// Puts a changed window in place of what it was.
    mutating func replace(at place: Int, with slot: WindowSlot) {
        put(slot, at: place, instead: byteCount(at: place))
    }

    /// Changes a window in place.
    mutating func update(at place: Int, _ body: (inout WindowSlot) -> Void) {
        var slot = slot(at: place)
        body(&slot)
        replace(at: place, with: slot)
    }

    /// Adds a window before the one at a place, or at the end; there must be room.
    mutating func insert(_ slot: WindowSlot, at place: Int) {
        precondition(count < limit, "no room for another window")
        if place == end { newestPlace = Int32(place) }
        put(slot, at: place, instead: 0)
        count += 1
    }

    /// Forgets the oldest window.
    mutating func removeFirst() {
        let size = Int32(byteCount(at: 0))
        head += size
        count -= 1
        newestPlace = count == 0 ? -1 : newestPlace - size
        if count == 0 { (head, tail) = (0, 0) }
    }

    // MARK: Bytes

    private var headSize: Int { Self.countSize + (lengthNanoseconds == 0 ? 24 : 12) }

    private func byteCount(at place: Int) -> Int {
        precondition(place >= 0 && place < end, "a place without a window")
        let low = unsafe pointer(place).pointee
        let high = unsafe pointer(place + 1).pointee
        return Int(low) | Int(high) << 8
    }

    /// Where a byte lies; places come from this store, which checks them where a window begins.
    @inline(__always)
    private func pointer(_ place: Int) -> UnsafeMutablePointer<UInt8> {
        guard let bytes = unsafe bytes else { preconditionFailure("no window yet") }
        return unsafe bytes + Int(head) + place
    }

    private func load<Word: BitwiseCopyable>(at place: Int, as type: Word.Type = Int64.self) -> Word
    {
        unsafe UnsafeRawPointer(pointer(place)).loadUnaligned(as: type)
    }

    /// Writes a window over `old` bytes at a place and moves what follows.
    private mutating func put(_ slot: WindowSlot, at place: Int, instead old: Int) {
        unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: SlotWriter.sizeMax) { room in
            guard let base = room.baseAddress else { return }
            var writer = unsafe SlotWriter(target: base + Self.countSize)
            if let grid {
                // Minutes of 292 years, more than times span, fit.
                writer.write(Int32(truncatingIfNeeded: grid.index(of: slot.start)))
            } else {
                writer.write(slot.start.nanoseconds)
                writer.write(slot.end.nanoseconds)
            }
            writer.write(Int64(bitPattern: slot.fingerprint))
            writer.unsigned(UInt64(slot.revision) << 1 | (slot.isUndecided ? 1 : 0))
            writer.write(slot.folded)
            let size = unsafe writer.target - base
            unsafe base[0] = UInt8(truncatingIfNeeded: size)
            unsafe base[1] = UInt8(truncatingIfNeeded: size >> 8)
            makeRoom(size, at: place, instead: old)
            unsafe pointer(place).update(from: base, count: size)
        }
    }

    /// Moves what lies behind `old` bytes at a place so that `size` bytes fit.
    private mutating func makeRoom(_ size: Int, at place: Int, instead old: Int) {
        let change = size - old
        let behind = end - place - old
        let needed = Int(tail) + change
        if needed > allocated { take(end + change) }
        if behind > 0 {
            let from = unsafe pointer(place + old)
            unsafe (from + change).update(from: from, count: behind)
            if newestPlace > place || (old == 0 && newestPlace >= place) {
                newestPlace += Int32(change)
            }
        }
        tail += Int32(change)
    }

    /// Moves everything to the beginning of memory that holds `size` bytes.
    private mutating func take(_ size: Int) {
        let length = end
        if size <= allocated, head > 0, let bytes = unsafe bytes {
            unsafe bytes.update(from: bytes + Int(head), count: length)
        } else {
            // A little more than asked for, so that most changes find room.
            let wanted = (size + size / 32 + 31) / 16 * 16
            let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: wanted)
            if let bytes = unsafe bytes {
                unsafe larger.initialize(from: bytes + Int(head), count: length)
                unsafe bytes.deallocate()
            }
            unsafe bytes = larger
            allocated = Int32(wanted)
        }
        head = 0
        tail = Int32(length)
    }
}

/// The bytes are reached only through their single owner, so they may move to another thread with it.
extension SlotBytes: @unchecked Sendable {}
