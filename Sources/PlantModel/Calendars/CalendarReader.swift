import Records

/// Reads the `calendars` part of a plant file.
struct CalendarReader {
    static let keys = ["time_zone", "day_start", "shifts", "exceptions", "planned_stops"]
    static let shiftKeys = ["name", "start", "end", "days", "breaks"]
    static let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

    /// The zone of a calendar that names none.
    let defaultZone: LocalClock

    func calendar(_ name: String, _ field: YAMLField) -> PlantCalendar? {
        guard let fields = field.fields(Self.keys) else { return nil }
        let clock = fields["time_zone"]?.timeZone() ?? defaultZone
        let dayStart = fields["day_start"].flatMap { $0.timeOfDay() } ?? 0
        var shifts: [ShiftPattern] = []
        if let list = fields.required("shifts", "a list of shifts")?.list(of: "shifts") {
            shifts = list.compactMap { shift($0, hasDays: true) }
            checkOverlap(shifts, list)
        }
        return PlantCalendar(
            name: name,
            clock: clock,
            dayStart: dayStart,
            shifts: shifts,
            exceptions: exceptions(fields["exceptions"]),
            stops: stops(fields["planned_stops"], clock)
        )
    }

    private func shift(_ field: YAMLField, hasDays: Bool) -> ShiftPattern? {
        let keys = hasDays ? Self.shiftKeys : Self.shiftKeys.filter { $0 != "days" }
        guard let fields = field.fields(keys) else { return nil }
        let name = fields.required("name", "a name such as \"early\"")?.text()
        let start = fields.required("start", Self.timeExpected)?.timeOfDay()
        let end = fields.required("end", Self.timeExpected)?.timeOfDay(through24: true)
        let days = fields["days"].map(weekdays) ?? Set(0...6)
        guard let name, let start, let end else { return nil }
        var shift = ShiftPattern(
            name: name,
            start: start,
            end: end > start ? end : end + 86_400,
            days: days,
            breaks: []
        )
        for pause in fields["breaks"]?.list(of: "breaks") ?? [] {
            if let pause = self.pause(pause, shift) { shift.breaks.append(pause) }
        }
        return shift
    }

    private func pause(_ field: YAMLField, _ shift: ShiftPattern) -> ShiftPattern.Pause? {
        guard let fields = field.fields(["start", "end", "reason"]) else { return nil }
        let start = fields.required("start", Self.timeExpected)?.timeOfDay()
        let end = fields.required("end", Self.timeExpected)?.timeOfDay(through24: true)
        let reason = fields["reason"].flatMap { $0.text() } ?? "break"
        guard var start, var end else { return nil }
        if start < shift.start { start += 86_400 }
        while end <= start { end += 86_400 }
        guard end <= shift.end else {
            field.reject(
                found: "a break outside of the shift '\(shift.name)'",
                expected: "a break between the start and the end of its shift"
            )
            return nil
        }
        return ShiftPattern.Pause(start: start, end: end, reason: reason)
    }

    private func exceptions(_ field: YAMLField?) -> [LocalDate: [ShiftPattern]] {
        var days: [LocalDate: [ShiftPattern]] = [:]
        for element in field?.list(of: "exceptional days") ?? [] {
            guard let fields = element.fields(["date", "name", "closed", "shifts"]) else {
                continue
            }
            let expected = "a day such as 2026-12-25"
            guard let dateField = fields.required("date", expected) else { continue }
            guard let text = dateField.scalar, let date = LocalDate(text) else {
                dateField.reject(expected: expected)
                continue
            }
            if days[date] != nil { dateField.reject(expected: "each day at most once") }
            _ = fields["name"]?.text()
            let isClosed = fields["closed"].flatMap { $0.boolean() } ?? (fields["shifts"] == nil)
            if isClosed, let shifts = fields["shifts"] {
                shifts.reject(expected: "no shifts on a closed day")
            }
            let list = fields["shifts"]?.list(of: "shifts") ?? []
            let shifts = list.compactMap { shift($0, hasDays: false) }
            checkOverlap(shifts, list)
            days[date] = isClosed ? [] : shifts
        }
        return days
    }

    private func stops(_ field: YAMLField?, _ clock: LocalClock) -> [CalendarStop] {
        (field?.list(of: "planned stops") ?? []).compactMap { element in
            guard let fields = element.fields(["start", "end", "reason"]) else { return nil }
            let expected = "a local time such as 2026-12-05T06:00"
            let start = fields.required("start", expected)?.localTime(clock)
            let end = fields.required("end", expected)?.localTime(clock)
            let reason = fields["reason"].flatMap { $0.text() } ?? "planned stop"
            guard let start, let end else { return nil }
            guard start < end else {
                fields["end"]?.reject(expected: "a time after the start")
                return nil
            }
            return CalendarStop(start: start, end: end, reason: reason)
        }
    }

    private func weekdays(_ field: YAMLField) -> Set<Int> {
        var days: Set<Int> = []
        let expected =
            "days such as [mon..fri], [sat, sun] or daily (mon, tue, wed, thu, fri, sat, sun)"
        for text in field.texts(of: "days") ?? [] {
            if text == "daily" { return Set(0...6) }
            let ends = text.split(separator: "..", omittingEmptySubsequences: false)
                .map { Self.weekdays.firstIndex(of: $0.lowercased()) }
            guard (1...2).contains(ends.count), let first = ends[0], let last = ends.last ?? nil
            else {
                field.reject(found: "\"\(text)\"", expected: expected)
                continue
            }
            for step in 0...((last - first + 7) % 7) { days.insert((first + step) % 7) }
        }
        return days
    }

    /// Two shifts at the same time would count the same minute twice.
    private func checkOverlap(_ shifts: [ShiftPattern], _ fields: [YAMLField]) {
        guard shifts.count == fields.count else { return }
        for (index, shift) in shifts.enumerated() {
            for (other, field) in zip(shifts, fields).dropFirst(index + 1)
            where overlap(shift, other) {
                field.reject(
                    found: "'\(other.name)' at the same time as '\(shift.name)'",
                    expected: "shifts of one calendar that do not overlap"
                )
            }
        }
    }

    private func overlap(_ a: ShiftPattern, _ b: ShiftPattern) -> Bool {
        for dayA in a.days {
            for dayB in b.days {
                for week in [-7, 0, 7] {
                    let offset = (dayB - dayA + week) * 86_400
                    if a.start < b.end + offset, b.start + offset < a.end { return true }
                }
            }
        }
        return false
    }

    static let timeExpected = "a time of day such as \"06:00\""
}
