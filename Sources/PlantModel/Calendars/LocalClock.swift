import Foundation
import Records

/// Converts between the clock on the wall of a plant and UTC.
///
/// Wall times that occur twice (clocks set back) mean the first occurrence; wall times that do not
/// occur (clocks set forward) mean the moment of the change. So a later wall time is never an
/// earlier moment.
public struct LocalClock: Sendable, Hashable {
    /// The IANA name of the zone, such as `Europe/Berlin`.
    public let zoneName: String
    private let zone: TimeZone

    /// The clock of an IANA zone; nil when this machine knows no such zone.
    public init?(zone name: String) {
        guard name == "UTC" || name.contains("/"), let zone = TimeZone(identifier: name) else {
            return nil
        }
        zoneName = name
        self.zone = zone
    }

    /// The clock that never changes.
    public static let utc = LocalClock(zone: "UTC")!

    /// Seconds to add to UTC at a time in seconds since the Unix epoch.
    public func offsetSeconds(at utcSeconds: Int64) -> Int64 {
        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(utcSeconds))))
    }

    /// The time at which the clock shows so many seconds after midnight of a day; may exceed 24 h.
    public func time(_ date: LocalDate, secondsOfDay: Int) -> EventTime {
        let local = Int64(date.dayNumber) * 86_400 + Int64(secondsOfDay)
        // Zones change their offset at most once within a day around the time we look for.
        let before = local - offsetSeconds(at: local - 86_400)
        let after = local - offsetSeconds(at: local + 86_400)
        var utc = before
        if offsetSeconds(at: before) + before != local {
            utc = offsetSeconds(at: after) + after == local ? after : change(in: after..<before)
        }
        return EventTime(nanoseconds: utc * Nanoseconds.second)
    }

    /// The first second with the offset that holds at the end of the range.
    private func change(in range: Range<Int64>) -> Int64 {
        let offset = offsetSeconds(at: range.upperBound)
        var low = range.lowerBound
        var high = range.upperBound
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if offsetSeconds(at: middle) == offset { high = middle } else { low = middle }
        }
        return high
    }

    /// The day the clock shows at a time, and the seconds since its midnight.
    public func local(_ time: EventTime) -> (date: LocalDate, secondsOfDay: Int) {
        let utc =
            time.milliseconds >= 0 ? time.milliseconds / 1000 : (time.milliseconds - 999) / 1000
        let local = utc + offsetSeconds(at: utc)
        let day = local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
        return (LocalDate(dayNumber: Int(day)), Int(local - day * 86_400))
    }
}
