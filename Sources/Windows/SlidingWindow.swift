import Records

/// A window over the last stretch of event time, moved in steps of one pane.
///
/// Time is cut into panes; the window is the newest pane and the `paneCount − 1` before it:
///
///     …│ p4 │ p5 │ p6 │ p7 │ p8   newest event in p8
///           └──────── window ────┘
///
/// Adding is O(1) while time stays in a pane; a step to a new pane sums the panes once, so that no
/// subtraction is ever needed and nothing drifts. Late numbers go to their pane while it is inside.
public struct SlidingWindow: ~Copyable {
    /// The panes: `lengthNanoseconds` of the grid is the step of the window.
    public let grid: TimeGrid
    @usableFromInline var panes: RingBuffer<WindowSummary>
    @usableFromInline var newestIndex = Int64.min
    @usableFromInline var total = WindowSummary()

    /// An empty window of `paneCount` panes of `paneNanoseconds` each; both must be positive.
    @inlinable
    public init(paneNanoseconds: Int64, paneCount: Int) {
        grid = TimeGrid(lengthNanoseconds: paneNanoseconds)
        panes = RingBuffer(capacity: paneCount)
        for _ in 0..<paneCount { panes.push(WindowSummary()) }
    }

    /// The numbers in the window. O(1).
    @inlinable public var summary: WindowSummary { total }
    /// Where the window ends (exclusive), nil before the first event or tick.
    @inlinable
    public var end: EventTime? { newestIndex == .min ? nil : grid.end(of: newestIndex) }

    /// Takes a number in, moving the window when it is newer; `.tooLate` when its pane has left.
    @inlinable
    public mutating func add(_ value: Double, at time: EventTime) -> Lateness {
        let index = grid.index(of: time)
        if index > newestIndex { move(to: index) }
        let age = newestIndex &- index
        guard age >= 0, age < Int64(panes.capacity) else { return .tooLate }
        panes[panes.capacity - 1 - Int(age)].add(value)
        total.add(value)
        return age == 0 ? .onTime : .lateButOpen
    }

    /// Moves the window so that it ends with the pane that holds `time`; earlier times do nothing.
    @inlinable
    public mutating func advance(to time: EventTime) {
        let index = grid.index(of: time)
        if index > newestIndex { move(to: index) }
    }

    @inlinable
    mutating func move(to index: Int64) {
        let capacity = Int64(panes.capacity)
        let (distance, overflow) = index.subtractingReportingOverflow(newestIndex)
        let steps = overflow || distance > capacity ? capacity : distance
        newestIndex = index
        var step: Int64 = 0
        while step < steps {
            panes.push(WindowSummary())
            step &+= 1
        }
        total = WindowSummary()
        var position = 0
        while position < panes.count {
            total.merge(panes[position])
            position &+= 1
        }
    }
}
