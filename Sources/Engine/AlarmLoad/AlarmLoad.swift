import Records

/// What charts plotted in some stretch of time, and the false alarms to be expected of that when every
/// process is stable. Sums of sums are sums.
struct AlarmLoad: Persistent, Equatable {
    /// Points that were judged.
    var pointCount: Int64 = 0
    /// Points that signalled, for whatever reason.
    var signalCount: Int64 = 0
    /// Points times the rate of false alarms of their chart.
    var expectedFalseAlarms = 0.0

    init() {}

    mutating func add(rate: Double, isSignal: Bool) {
        pointCount += 1
        if isSignal { signalCount += 1 }
        expectedFalseAlarms += rate
    }

    static func += (sum: inout AlarmLoad, part: AlarmLoad) {
        sum.pointCount += part.pointCount
        sum.signalCount += part.signalCount
        sum.expectedFalseAlarms += part.expectedFalseAlarms
    }

    func write(to writer: inout StateWriter) {
        writer.write(pointCount)
        writer.write(signalCount)
        writer.write(expectedFalseAlarms)
    }

    init(from reader: inout StateReader) throws(StateError) {
        pointCount = try reader.read(in: 0...Int64.max / 2, "a count of points")
        signalCount = try reader.read(in: 0...pointCount, "a count of signals")
        expectedFalseAlarms = try reader.readDouble()
        guard expectedFalseAlarms >= 0, expectedFalseAlarms <= Double(pointCount) * 2 else {
            throw reader.invalid("\(expectedFalseAlarms) expected false alarms")
        }
    }
}

/// The load of one machine in the hour that is open. Hours are whole hours since 1970, UTC, and each is
/// told once: a point that belongs to an hour that was told counts in the one after.
struct AlarmHour: Persistent {
    /// Where the open hour begins; `.distantPast` when none is open.
    private(set) var start = EventTime.distantPast
    private var closedThrough = EventTime.distantPast
    private(set) var load = AlarmLoad()

    init() {}

    /// Adds a point; answers the hour before when the point belongs to a later one.
    mutating func add(
        rate: Double,
        isSignal: Bool,
        at time: EventTime
    ) -> (start: EventTime, load: AlarmLoad)? {
        let hour = max(time.startOfHour, closedThrough)
        let before = start > .distantPast && hour > start ? close() : nil
        if start == .distantPast { start = hour }
        load.add(rate: rate, isSignal: isSignal)
        return before
    }

    /// Ends the open hour when progress has passed it.
    mutating func close(by progress: EventTime) -> (start: EventTime, load: AlarmLoad)? {
        guard start > .distantPast, start.nextHour <= progress else { return nil }
        return close()
    }

    private mutating func close() -> (start: EventTime, load: AlarmLoad) {
        defer {
            closedThrough = start.nextHour
            (start, load) = (.distantPast, AlarmLoad())
        }
        return (start, load)
    }

    func write(to writer: inout StateWriter) {
        writer.write(start)
        writer.write(closedThrough)
        load.write(to: &writer)
    }

    init(from reader: inout StateReader) throws(StateError) {
        start = try reader.readTime()
        closedThrough = try reader.readTime()
        load = try AlarmLoad(from: &reader)
    }
}

extension EventTime {
    static let hourNanoseconds = 60 * Nanoseconds.minute

    var nextHour: EventTime { advanced(byNanoseconds: Self.hourNanoseconds) }

    fileprivate var startOfHour: EventTime {
        let length = Self.hourNanoseconds
        let rest = nanoseconds % length
        return EventTime(nanoseconds: nanoseconds - (rest < 0 ? rest + length : rest))
    }
}
