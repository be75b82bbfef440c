import Records

/// One closed or corrected window, as handed to whoever publishes it.
@frozen
public struct WindowResult: BitwiseCopyable, Sendable {
    /// Where the window begins (inclusive).
    public var start: EventTime
    /// Where the window ends (exclusive).
    public var end: EventTime
    /// 1 for the final result, one more for every correction.
    public var revision: Int32
    /// What is in it.
    public var summary: WindowSummary

    @inlinable
    init(start: EventTime, end: EventTime, revision: Int32, summary: WindowSummary) {
        self.start = start
        self.end = end
        self.revision = revision
        self.summary = summary
    }
}

/// Tumbling event-time windows of one key: equal lengths, side by side, each number in exactly one.
///
/// Windows that are open, or closed but within their grace period, live in a ring of fixed size; an
/// event so far ahead that it would need the place of one of them is refused until `advance` was
/// called. Windows without numbers are not reported. Not for sharing between threads.
public struct TumblingWindows: ~Copyable {
    @usableFromInline
    struct Slot: BitwiseCopyable {
        @usableFromInline var index: Int64
        @usableFromInline var revision: Int32
        @usableFromInline var isChanged: Bool
        @usableFromInline var summary: WindowSummary

        @inlinable
        init(index: Int64) {
            self.index = index
            revision = 0
            isChanged = false
            summary = WindowSummary()
        }
    }

    /// How time is cut.
    public let grid: TimeGrid
    /// How long to wait and how long to take corrections.
    public let policy: LatePolicy
    @usableFromInline var keyProgress = Progress()
    @usableFromInline var slots: RingBuffer<Slot>

    /// No windows yet; `limit` is the most windows open or correctable at once.
    @inlinable
    public init(grid: TimeGrid, policy: LatePolicy, limit: Int) {
        self.grid = grid
        self.policy = policy
        slots = RingBuffer(capacity: limit)
    }

    /// How far this key has come.
    @inlinable public var progress: EventTime { keyProgress.time }

    /// Takes a number in; nil when there is no room for its window until `advance` was called.
    ///
    /// O(1) for the newest window, otherwise linear in the windows kept. Moves progress along.
    @inlinable
    public mutating func add(_ value: Double, at time: EventTime) -> Lateness? {
        let index = grid.index(of: time)
        let end = grid.end(of: index)
        let answer = policy.answer(event: time, windowEnd: end, progress: keyProgress.time)
        if answer == .tooLate { return answer }
        var position = slots.count
        while position > 0 && slots[position - 1].index > index { position &-= 1 }
        if position == 0 || slots[position - 1].index != index {
            dropSealed(&position)
            guard slots.insert(Slot(index: index), at: position) else { return nil }
            position &+= 1
        }
        slots[position - 1].summary.add(value)
        slots[position - 1].isChanged = true
        keyProgress.observe(time, allowedLatenessNanoseconds: policy.allowedLatenessNanoseconds)
        return answer
    }

    @inlinable
    mutating func dropSealed(_ position: inout Int) {
        while position > 0, let oldest = slots.first, !oldest.isChanged,
            policy.isSealed(windowEnd: grid.end(of: oldest.index), progress: keyProgress.time)
        {
            slots.removeFirst()
            position &-= 1
        }
    }

    /// Moves progress to at least `time` and reports windows that closed (revision 1) or changed
    /// after they closed (revision 2 and up), oldest first. Linear in the windows kept.
    @inlinable
    public mutating func advance(to time: EventTime, emit: (WindowResult) -> Void) {
        keyProgress.advance(to: time)
        var position = 0
        while position < slots.count {
            var slot = slots[position]
            let end = grid.end(of: slot.index)
            guard policy.isFinal(windowEnd: end, progress: keyProgress.time) else { break }
            if slot.isChanged {
                slot.isChanged = false
                slot.revision &+= 1
                slots[position] = slot
                emit(
                    WindowResult(
                        start: grid.start(of: slot.index),
                        end: end,
                        revision: slot.revision,
                        summary: slot.summary
                    )
                )
            }
            position &+= 1
        }
        var count = slots.count
        dropSealed(&count)
    }

    /// Where the oldest window that has not been reported begins; nil when none is open.
    @inlinable
    public var oldestOpenStart: EventTime? {
        var position = 0
        while position < slots.count {
            if slots[position].isChanged { return grid.start(of: slots[position].index) }
            position &+= 1
        }
        return nil
    }
}
