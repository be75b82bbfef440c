import Records

/// Reads event times: RFC 3339 text with an offset, or whole milliseconds since the Unix epoch.
///
/// `T` and `Z` may be lower-case, a space may stand for `T`; fractions of a second have any number
/// of digits, those beyond nanoseconds are dropped; `-00:00` counts as UTC. The second 60 is taken
/// only at 23:59:60 UTC and is the first second of the next day, because event time has no leap
/// seconds.
public enum TimeParser {
    /// The time in a field of an event.
    public static func time(
        _ value: FieldValue,
        in fields: borrowing EventFields
    ) throws(TimeError) -> EventTime {
        switch value.kind {
        case .text, .scratchText:
            let result = unsafe fields.withText(value) { unsafe outcome($0) }
            return try result.get()
        case .integer: return try time(milliseconds: value.int64 ?? 0)
        case .absent, .null: throw .missing
        default: throw .wrongType
        }
    }

    /// The time of whole milliseconds since the Unix epoch.
    @inlinable
    public static func time(milliseconds: Int64) throws(TimeError) -> EventTime {
        let (product, overflow) = milliseconds.multipliedReportingOverflow(by: 1_000_000)
        guard !overflow, product != .min, product != .max else { throw .outOfRange }
        return EventTime(nanoseconds: product)
    }

    /// The time that RFC 3339 text means.
    public static func time(_ text: UnsafeRawBufferPointer) throws(TimeError) -> EventTime {
        try unsafe outcome(text).get()
    }

    /// The time that RFC 3339 text means.
    public static func time(_ text: String) throws(TimeError) -> EventTime {
        var copy = text
        return try copy.withUTF8 { unsafe outcome(UnsafeRawBufferPointer($0)) }.get()
    }

    private static func outcome(_ text: UnsafeRawBufferPointer) -> Result<EventTime, TimeError> {
        let cursor = unsafe ByteCursor(text)
        guard cursor.count >= 19, cursor.byte(4) == 0x2D, cursor.byte(7) == 0x2D,
            cursor.byte(10) | 0x20 == 0x74 || cursor.byte(10) == 0x20,
            cursor.byte(13) == 0x3A, cursor.byte(16) == 0x3A
        else { return .failure(.malformed) }
        let century = pair(cursor, 0)
        let yearOfCentury = pair(cursor, 2)
        let month = pair(cursor, 5)
        let day = pair(cursor, 8)
        let hour = pair(cursor, 11)
        let minute = pair(cursor, 14)
        let second = pair(cursor, 17)
        guard century | yearOfCentury | month | day | hour | minute | second >= 0 else {
            return .failure(.malformed)
        }
        var index = 19
        guard let fraction = nanoseconds(cursor, &index) else { return .failure(.malformed) }
        let offset: Int
        switch offsetSeconds(cursor, index) {
        case .success(let seconds): offset = seconds
        case .failure(let error): return .failure(error)
        }
        let year = century * 100 + yearOfCentury
        guard month >= 1, month <= 12, day >= 1,
            day <= CivilDate.dayCount(year: year, month: month),
            hour <= 23, minute <= 59, second <= 60
        else { return .failure(.noSuchTime) }
        let days = CivilDate.days(year: year, month: month, day: day)
        let seconds = days * 86_400 + hour * 3600 + minute * 60 + second - offset
        if second == 60, seconds % 86_400 != 0 { return .failure(.noSuchTime) }
        return total(seconds, fraction)
    }

    private static func total(_ seconds: Int, _ fraction: Int64) -> Result<EventTime, TimeError> {
        let (product, overflow) = Int64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
        guard !overflow else { return .failure(.outOfRange) }
        let (sum, carry) = product.addingReportingOverflow(fraction)
        guard !carry, sum != .min, sum != .max else { return .failure(.outOfRange) }
        return .success(EventTime(nanoseconds: sum))
    }

    /// Two digits, or -1.
    @inline(__always)
    private static func pair(_ cursor: ByteCursor, _ index: Int) -> Int {
        let tens = cursor.byte(index) &- 0x30
        let ones = cursor.byte(index + 1) &- 0x30
        return tens <= 9 && ones <= 9 ? Int(tens) * 10 + Int(ones) : -1
    }

    /// The fraction of a second at `index`, 0 when there is none; nil for a point without digits.
    @inline(__always)
    private static func nanoseconds(_ cursor: ByteCursor, _ index: inout Int) -> Int64? {
        guard cursor.byte(index) == 0x2E else { return 0 }
        index += 1
        let start = index
        var value: Int64 = 0
        var digit = cursor.byte(index) &- 0x30
        while digit <= 9 {
            if index - start < 9 { value = value * 10 + Int64(digit) }
            index += 1
            digit = cursor.byte(index) &- 0x30
        }
        guard index > start else { return nil }
        for _ in stride(from: index - start, to: 9, by: 1) { value *= 10 }
        return value
    }

    /// Seconds east of UTC, from the text at `index` to its end.
    @inline(__always)
    private static func offsetSeconds(
        _ cursor: ByteCursor,
        _ index: Int
    ) -> Result<Int, TimeError> {
        if index == cursor.count { return .failure(.noOffset) }
        let sign = cursor.byte(index)
        if sign | 0x20 == 0x7A {
            return index + 1 == cursor.count ? .success(0) : .failure(.malformed)
        }
        guard sign == 0x2B || sign == 0x2D, index + 6 == cursor.count,
            cursor.byte(index + 3) == 0x3A
        else { return .failure(.malformed) }
        let hours = pair(cursor, index + 1)
        let minutes = pair(cursor, index + 4)
        guard hours >= 0, minutes >= 0 else { return .failure(.malformed) }
        guard hours <= 23, minutes <= 59 else { return .failure(.noSuchTime) }
        let seconds = hours * 3600 + minutes * 60
        return .success(sign == 0x2D ? -seconds : seconds)
    }
}
