import Records

extension YAMLField {
    /// Seconds after midnight of `06:00` or `06:00:30`. An end may be `24:00`.
    func timeOfDay(through24: Bool = false) -> Int? {
        if let scalar, let seconds = Self.secondsOfDay(scalar), seconds < 86_400 || through24 {
            return seconds
        }
        reject(expected: CalendarReader.timeExpected)
        return nil
    }

    /// A zone that this machine knows.
    func timeZone() -> LocalClock? {
        if let scalar, let clock = LocalClock(zone: scalar) { return clock }
        reject(expected: "the name of an IANA time zone such as \"Europe/Berlin\" or \"UTC\"")
        return nil
    }

    /// A local time such as `2026-12-05T06:00`.
    func localTime(_ clock: LocalClock) -> EventTime? {
        let parts = (scalar ?? "").split(
            maxSplits: 1,
            omittingEmptySubsequences: false,
            whereSeparator: { $0 == "T" || $0 == " " }
        )
        if parts.count == 2, let date = LocalDate(String(parts[0])),
            let seconds = Self.secondsOfDay(String(parts[1]))
        {
            return clock.time(date, secondsOfDay: seconds)
        }
        reject(expected: "a local time such as 2026-12-05T06:00")
        return nil
    }

    private static func secondsOfDay(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count),
            parts.allSatisfy({ $0.count == 2 && $0.allSatisfy { $0.isASCII && $0.isNumber } })
        else { return nil }
        let numbers = parts.compactMap { Int($0) }
        let seconds = numbers[0] * 3600 + numbers[1] * 60 + (numbers.count == 3 ? numbers[2] : 0)
        guard numbers[1] < 60, numbers.count < 3 || numbers[2] < 60, seconds <= 86_400 else {
            return nil
        }
        return seconds
    }
}
