import Records

/// Effectiveness of many equipments of one task, reached by index.
///
/// Places are given out by `add` and used again after `remove`. The memory of a place is taken when it
/// is given out. One owner; not for sharing between threads.
@safe
public struct EffectivenessTable: ~Copyable {
    private let places: UnsafeMutablePointer<EquipmentEffectiveness>
    private var isUsed: [Bool]
    private var free: [Int]

    /// The most equipments.
    public let capacity: Int
    /// How many equipments there are.
    public var count: Int { capacity - free.count }

    /// An empty table; traps when `capacity` is below 1.
    public init(capacity: Int) {
        precondition(capacity > 0, "an EffectivenessTable needs room for at least 1 equipment")
        self.capacity = capacity
        isUsed = Array(repeating: false, count: capacity)
        free = Array((0..<capacity).reversed())
        // Owned by this value alone; a place is initialised exactly while it is used.
        unsafe places = .allocate(capacity: capacity)
    }

    deinit {
        for index in 0..<capacity where isUsed[index] {
            unsafe (places + index).deinitialize(count: 1)
        }
        unsafe places.deallocate()
    }

    /// Gives out a place; nil when all are taken.
    public mutating func add(_ settings: EffectivenessSettings) -> Int? {
        guard let index = free.popLast() else { return nil }
        unsafe (places + index).initialize(to: EquipmentEffectiveness(settings: settings))
        isUsed[index] = true
        return index
    }

    /// Takes a place back and forgets what was in it; traps when it is not in use.
    public mutating func remove(_ index: Int) {
        check(index)
        unsafe (places + index).deinitialize(count: 1)
        isUsed[index] = false
        free.append(index)
    }

    /// Lends one equipment for changes; traps when the place is not in use. O(1).
    public mutating func update<R, E: Error>(
        _ index: Int,
        _ body: (inout EquipmentEffectiveness) throws(E) -> R
    ) throws(E) -> R {
        check(index)
        return unsafe try body(&places[index])
    }

    /// Lends one equipment for reading; traps when the place is not in use. O(1).
    public func read<R, E: Error>(
        _ index: Int,
        _ body: (borrowing EquipmentEffectiveness) throws(E) -> R
    ) throws(E) -> R {
        check(index)
        return unsafe try body(places[index])
    }

    /// Takes a state in; see `EquipmentEffectiveness`.
    public mutating func apply(
        state: LossCategory,
        at time: EventTime,
        sequence: Int64 = -1,
        equipment index: Int,
        calendar: ShiftCalendar
    ) -> Acceptance {
        check(index)
        return unsafe places[index].apply(
            state: state,
            at: time,
            sequence: sequence,
            calendar: calendar
        )
    }

    /// Takes a count in; see `EquipmentEffectiveness`.
    public mutating func apply(
        count: CountSample,
        at time: EventTime,
        equipment index: Int,
        calendar: ShiftCalendar
    ) -> Acceptance {
        check(index)
        return unsafe places[index].apply(count: count, at: time, calendar: calendar)
    }

    /// Whether an equipment has something to publish.
    public func isDue(_ index: Int) -> Bool {
        check(index)
        return unsafe places[index].isDue
    }

    /// Moves an equipment's progress and publishes what is due; see `EquipmentEffectiveness`.
    @discardableResult
    public mutating func advance(
        to time: EventTime,
        equipment index: Int,
        calendar: ShiftCalendar,
        emit: (OEEWindowRecord) -> Void
    ) -> Bool {
        check(index)
        return unsafe places[index].advance(to: time, calendar: calendar, emit: emit)
    }

    private func check(_ index: Int) {
        precondition(
            index >= 0 && index < capacity && isUsed[index],
            "EffectivenessTable place \(index) is not in use"
        )
    }
}

/// The places are reached only through their single owner, so they may move to another thread with it.
extension EffectivenessTable: @unchecked Sendable {}
