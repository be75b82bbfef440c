import Codecs
import Records

/// Weeks as ISO 8601 counts them: they begin on Monday, and the one with the year's first Thursday is
/// the first.
enum ISOWeek {
    /// `2026-W10`, in UTC.
    static func text(_ time: EventTime) -> String {
        let day = time.nanoseconds.quotientRoundedDown(Nanoseconds.day)
        // 1970-01-01 was a Thursday.
        let weekday = (day + 3).remainderAbove(7)
        let thursday = day - weekday + 3
        let date = TimeFormatter.string(EventTime(nanoseconds: thursday * Nanoseconds.day))
        let year = date.prefix(4)
        guard let first = try? TimeParser.time("\(year)-01-01T00:00:00Z") else { return "" }
        let week = (thursday - first.nanoseconds / Nanoseconds.day) / 7 + 1
        return "\(year)-W\(week < 10 ? "0" : "")\(week)"
    }
}

extension Int64 {
    /// Division that rounds down for negative numbers, too.
    fileprivate func quotientRoundedDown(_ divisor: Int64) -> Int64 {
        (self - remainderAbove(divisor)) / divisor
    }

    /// The remainder from zero up to the divisor.
    fileprivate func remainderAbove(_ divisor: Int64) -> Int64 {
        (self % divisor + divisor) % divisor
    }
}
