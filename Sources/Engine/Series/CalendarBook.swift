import Effectiveness
import PlantModel
import Records

/// Shift calendars in universal time, expanded around the times that come up.
///
/// The plant file says "06:00, Monday to Friday, Berlin"; effectiveness wants intervals. A stretch of
/// two years around the first time asked for is expanded at once, and again when time leaves it.
struct CalendarBook {
    /// The number of the calendar that plans every hour of every day.
    static let always = 0

    private struct Page {
        var source: PlantCalendar?
        /// For places without a calendar, which have days all the same.
        var clock: LocalClock?
        var calendar = ShiftCalendar.always
        var from = EventTime.distantFuture
        var to = EventTime.distantPast
    }

    private var pages = [Page()]
    private var numbers: [String: Int] = [:]
    private let plant: Plant

    init(plant: Plant) { self.plant = plant }

    /// The number of a named calendar; nil or an unknown name is always scheduled, with the days of its
    /// zone.
    mutating func number(named name: String?, zone: String) -> Int {
        if let name, let source = plant.calendar(named: name) {
            return number(of: "calendar \(name)", Page(source: source))
        }
        guard zone != LocalClock.utc.zoneName, let clock = LocalClock(zone: zone) else {
            return Self.always
        }
        return number(of: "zone \(zone)", Page(clock: clock))
    }

    private mutating func number(of name: String, _ page: Page) -> Int {
        if let number = numbers[name] { return number }
        pages.append(page)
        numbers[name] = pages.count - 1
        return pages.count - 1
    }

    /// Whether a calendar has shifts, so that windows of shifts make sense.
    func hasShifts(_ number: Int) -> Bool { pages[number].source != nil }

    /// Names of the shifts of a calendar by the index in window records.
    func shiftNames(_ number: Int) -> [String] { pages[number].source?.shiftNames ?? [] }

    /// The intervals of a calendar, expanded so that they cover `time` amply.
    mutating func calendar(_ number: Int, around time: EventTime) -> ShiftCalendar {
        guard number != Self.always else { return .always }
        if time < pages[number].from || time > pages[number].to { expand(number, around: time) }
        return pages[number].calendar
    }

    private mutating func expand(_ number: Int, around time: EventTime) {
        let reach = 400 * Nanoseconds.day
        let margin = 40 * Nanoseconds.day
        let from = time.advanced(byNanoseconds: -reach)
        let to = time.advanced(byNanoseconds: reach)
        pages[number].from = from.advanced(byNanoseconds: margin)
        pages[number].to = to.advanced(byNanoseconds: -margin)
        guard let source = pages[number].source else {
            let days = (pages[number].clock ?? .utc).days(from: from, to: to).map(SiteDay.init)
            pages[number].calendar = (try? .always(plannedStops: [], days: days)) ?? .always
            return
        }
        let names = source.shiftNames
        let shifts = source.expand(from: from, to: to).map { span in
            ShiftInterval(
                start: span.start,
                end: span.end,
                shiftIndex: Int32(names.firstIndex(of: span.name) ?? -1),
                localDay: Int32(span.localDay.dayNumber)
            )
        }
        let stops = source.plannedStops(from: from, to: to).map {
            PlannedStop(start: $0.start, end: $0.end)
        }
        let days = source.days(from: from, to: to).map(SiteDay.init)
        // `plant check` refuses calendars that overlap; should one get here, every hour is planned.
        pages[number].calendar =
            (try? ShiftCalendar(shifts: shifts, plannedStops: stops, days: days)) ?? .always
    }
}

extension SiteDay {
    /// A day of the plant model.
    fileprivate init(_ day: PlantDay) {
        self.init(start: day.start, end: day.end, localDay: Int32(day.date.dayNumber))
    }
}
