import Records

/// One production day of a site, in UTC.
public struct PlantDay: Sendable, Hashable {
    /// First moment of the day.
    public var start: EventTime
    /// First moment of the next day.
    public var end: EventTime
    /// The day it is called.
    public var date: LocalDate
}

extension LocalClock {
    /// The days that touch `from ..< to`, whole, each beginning `dayStart` seconds after midnight.
    /// Costs a few microseconds a day.
    public func days(from: EventTime, to: EventTime, dayStart: Int = 0) -> [PlantDay] {
        guard from < to else { return [] }
        var days: [PlantDay] = []
        var date = local(from).date.advanced(by: -1)
        var start = time(date, secondsOfDay: dayStart)
        while start < to {
            let next = date.advanced(by: 1)
            let end = time(next, secondsOfDay: dayStart)
            if end > from { days.append(PlantDay(start: start, end: end, date: date)) }
            (date, start) = (next, end)
        }
        return days
    }
}
