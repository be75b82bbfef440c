import Records

/// Reads the `calendars` part of a plant file.
struct CalendarReader {
    static let keys = [
        "time_zone", "day_start", "rotation", "shifts", "exceptions", "planned_stops",
    ]
    static let shiftKeys = ["name", "start", "end", "days", "breaks"]
    static let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

    /// The zone of a calendar that names none.
    let defaultZone: LocalClock

    func calendar(_ name: String, _ field: YAMLField) -> PlantCalendar? {
        guard let fields = field.fields(Self.keys) else { return nil }
        let clock = fields["time_zone"]?.timeZone() ?? defaultZone
        let rotation = fields["rotation"].flatMap(rotation)
        var shifts: [ShiftPattern] = []
        if let list = fields.required("shifts", "a list of shifts")?.list(of: "shifts") {
            shifts = list.compactMap { shift($0, rotation, hasDays: true) }
            checkOverlap(shifts, list, period: rotation?.length ?? 7)
        }
        var calendar = PlantCalendar(
            name: name,
            clock: clock,
            // The day begins with its first shift, so that no shift is cut by the end of a day.
            dayStart: fields["day_start"].flatMap { $0.timeOfDay() } ?? shifts.map(\.start).min()
                ?? 0,
            rotation: rotation,
            shifts: shifts,
            exceptions: [:],
            stops: stops(fields["planned_stops"], clock)
        )
        readExceptions(fields["exceptions"], &calendar)
        return calendar
    }

    private func rotation(_ field: YAMLField) -> Rotation? {
        guard let fields = field.fields(["from", "days"]) else { return nil }
        let from = fields.required("from", Self.dayExpected)?.day()
        let length = fields.required("days", "a number of days")?
            .integer(1...Int64(Rotation.lengthLimit))
        guard let from, let length else { return nil }
        return Rotation(from: from, length: Int(length))
    }

    private func shift(_ field: YAMLField, _ rotation: Rotation?, hasDays: Bool) -> ShiftPattern? {
        let keys = hasDays ? Self.shiftKeys : Self.shiftKeys.filter { $0 != "days" }
        guard let fields = field.fields(keys) else { return nil }
        let name = fields.required("name", "a name such as \"early\"")?.text()
        let start = fields.required("start", Self.timeExpected)?.timeOfDay()
        let end = fields.required("end", Self.timeExpected)?.timeOfDay(through24: true)
        let all = Set(0..<(rotation?.length ?? 7))
        let days = fields["days"].map { rotation.map($0.days) ?? $0.weekdays() } ?? all
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

    private func readExceptions(_ field: YAMLField?, _ calendar: inout PlantCalendar) {
        var places: [(date: LocalDate, field: YAMLField)] = []
        for element in field?.list(of: "exceptional days") ?? [] {
            guard let fields = element.fields(["date", "name", "closed", "shifts", "overtime"]),
                let dateField = fields.required("date", Self.dayExpected),
                let date = dateField.day()
            else { continue }
            if calendar.exceptions[date] != nil {
                dateField.reject(expected: "each day at most once")
            }
            _ = fields["name"]?.text()
            calendar.exceptions[date] = exception(fields, calendar.ordinaryPattern(on: date))
            places.append((date, dateField))
        }
        for (date, field) in places { checkNeighbours(of: date, calendar, field) }
    }

    /// The shifts of an exceptional day: none, its own, or the ordinary ones, and overtime.
    private func exception(_ fields: YAMLFields, _ ordinary: [ShiftPattern]) -> [ShiftPattern] {
        let own = fields["shifts"]
        let overtime = fields["overtime"]
        let isClosed = fields["closed"].flatMap { $0.boolean() } ?? (own == nil && overtime == nil)
        if isClosed, let field = own ?? overtime {
            field.reject(expected: "no shifts on a closed day")
            return []
        }
        if isClosed { return [] }
        let lists = [own, overtime].map { $0?.list(of: "shifts") ?? [] }
        let read = lists.map { $0.compactMap { shift($0, nil, hasDays: false) } }
        checkOverlap(read[0] + read[1], lists[0] + lists[1], period: 7)
        return (own == nil ? ordinary : read[0]) + read[1]
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

    static let timeExpected = "a time of day such as \"06:00\""
    static let dayExpected = "a day such as 2026-12-25"
}
