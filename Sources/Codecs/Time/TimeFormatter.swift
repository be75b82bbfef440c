import Records

/// Writes event times as RFC 3339 text in UTC with milliseconds, rounded down: 24 characters.
public enum TimeFormatter {
    /// Appends the text, such as `2026-03-01T07:15:30.250Z`.
    public static func append(_ time: EventTime, to bytes: inout [UInt8]) {
        let milliseconds = Int(time.milliseconds)
        var days = milliseconds / 86_400_000
        var rest = milliseconds % 86_400_000
        if rest < 0 {
            rest += 86_400_000
            days -= 1
        }
        let date = CivilDate.date(days: days)
        append(date.year / 100, &bytes)
        append(date.year % 100, &bytes)
        bytes.append(0x2D)
        append(date.month, &bytes)
        bytes.append(0x2D)
        append(date.day, &bytes)
        bytes.append(0x54)
        append(rest / 3_600_000, &bytes)
        bytes.append(0x3A)
        append(rest / 60_000 % 60, &bytes)
        bytes.append(0x3A)
        append(rest / 1000 % 60, &bytes)
        bytes.append(0x2E)
        bytes.append(UInt8(rest % 1000 / 100) + 0x30)
        append(rest % 100, &bytes)
        bytes.append(0x5A)
    }

    /// The text, for cold paths.
    public static func string(_ time: EventTime) -> String {
        var bytes: [UInt8] = []
        append(time, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    @inline(__always)
    private static func append(_ pair: Int, _ bytes: inout [UInt8]) {
        bytes.append(UInt8(pair / 10) + 0x30)
        bytes.append(UInt8(pair % 10) + 0x30)
    }
}
