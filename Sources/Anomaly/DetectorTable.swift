import Records

/// The detectors of many series in flat tables, reached by index. One thread; bounded; no
/// allocation once created but for Hampel windows, whose table grows with the series that use one.
///
/// About 90 bytes a series, and 560 more for a series with a Hampel window.
public struct DetectorTable: ~Copyable, Sendable {
    private var states: [SeriesDetectors] = []
    // Index into `windows`, -1 for none.
    private var windowIndexes: [Int32] = []
    private var windows: [HampelWindow] = []
    private var freeSeries: [Int32] = []
    private var freeWindows: [Int32] = []
    /// Series the table can hold.
    public let capacity: Int

    /// An empty table for 1 to 100 million series.
    public init(capacity: Int) {
        precondition(
            1...100_000_000 ~= capacity,
            "A detector table holds 1 to 100 million series, not \(capacity)."
        )
        self.capacity = capacity
        states.reserveCapacity(capacity)
        windowIndexes.reserveCapacity(capacity)
    }

    /// Series in the table.
    public var count: Int { states.count - freeSeries.count }

    /// A fresh series, or nil when the table is full. Indexes of removed series are used again.
    public mutating func insert() -> Int? {
        if let free = freeSeries.popLast() { return Int(free) }
        guard states.count < capacity else { return nil }
        states.append(SeriesDetectors())
        windowIndexes.append(-1)
        return states.count - 1
    }

    /// Forgets a series and frees its index. Removing it twice is a programmer error that is not
    /// noticed.
    public mutating func remove(_ series: Int) {
        reset(series)
        if windowIndexes[series] >= 0 {
            freeWindows.append(windowIndexes[series])
            windowIndexes[series] = -1
        }
        freeSeries.append(Int32(series))
    }

    /// As `SeriesDetectors.add`; brings the window itself.
    public mutating func add(
        _ value: Double,
        to series: Int,
        at time: EventTime,
        learn: Bool,
        settings: DetectorSettings
    ) -> Verdict {
        guard settings.enabled.contains(.hampel) else {
            return states[series].add(value, at: time, learn: learn, settings: settings)
        }
        if windowIndexes[series] < 0 { windowIndexes[series] = makeWindow() }
        return states[series].add(
            value,
            at: time,
            learn: learn,
            settings: settings,
            window: &windows[Int(windowIndexes[series])]
        )
    }

    /// As `SeriesDetectors.check`.
    public mutating func check(
        _ series: Int,
        at time: EventTime,
        settings: DetectorSettings
    ) -> Verdict {
        states[series].check(at: time, settings: settings)
    }

    /// As `SeriesDetectors.dueTime`.
    public func dueTime(_ series: Int, settings: DetectorSettings) -> EventTime? {
        states[series].dueTime(settings: settings)
    }

    /// As `SeriesDetectors.contextChanged`, window included.
    public mutating func contextChanged(_ series: Int) {
        states[series].contextChanged()
        if windowIndexes[series] >= 0 { windows[Int(windowIndexes[series])].removeAll() }
    }

    /// As `SeriesDetectors.suspend`.
    public mutating func suspend(_ series: Int) { states[series].suspend() }

    /// Back to the state before the first reading.
    public mutating func reset(_ series: Int) {
        states[series] = SeriesDetectors()
        if windowIndexes[series] >= 0 { windows[Int(windowIndexes[series])].removeAll() }
    }

    /// The state of a series, for looking at it.
    public func state(_ series: Int) -> SeriesDetectors { states[series] }

    /// Bytes taken by the tables.
    public var byteCount: Int {
        states.capacity * MemoryLayout<SeriesDetectors>.stride + windowIndexes.capacity * 4
            + windows.capacity * MemoryLayout<HampelWindow>.stride
    }

    private mutating func makeWindow() -> Int32 {
        if let free = freeWindows.popLast() { return free }
        windows.append(HampelWindow())
        return Int32(windows.count - 1)
    }
}
