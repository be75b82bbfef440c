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
        var calendar = ShiftCalendar.always
        var from = EventTime.distantFuture
        var to = EventTime.distantPast
    }

    private var pages = [Page(source: nil)]
    private var numbers: [String: Int] = [:]
    private let plant: Plant

    init(plant: Plant) { self.plant = plant }

    /// The number of a named calendar; nil or an unknown name is always scheduled.
    mutating func number(named name: String?) -> Int {
        guard let name, let source = plant.calendar(named: name) else { return Self.always }
        if let number = numbers[name] { return number }
        pages.append(Page(source: source))
        numbers[name] = pages.count - 1
        return pages.count - 1
    }

    /// Names of the shifts of a calendar by the index in window records.
    func shiftNames(_ number: Int) -> [String] { pages[number].source?.shiftNames ?? [] }

    /// The intervals of a calendar, expanded so that they cover `time` amply.
    mutating func calendar(_ number: Int, around time: EventTime) -> ShiftCalendar {
        guard number != Self.always else { return .always }
        if time < pages[number].from || time > pages[number].to { expand(number, around: time) }
        return pages[number].calendar
    }

    private mutating func expand(_ number: Int, around time: EventTime) {
        guard let source = pages[number].source else { return }
        let reach = 400 * Nanoseconds.day
        let margin = 40 * Nanoseconds.day
        let from = time.advanced(byNanoseconds: -reach)
        let to = time.advanced(byNanoseconds: reach)
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
        pages[number].from = from.advanced(byNanoseconds: margin)
        pages[number].to = to.advanced(byNanoseconds: -margin)
        // `plant check` refuses calendars that overlap; should one get here, every hour is planned.
        pages[number].calendar =
            (try? ShiftCalendar(shifts: shifts, plannedStops: stops)) ?? .always
    }
}
