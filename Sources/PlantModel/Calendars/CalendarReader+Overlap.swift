extension CalendarReader {
    /// Two shifts at the same time would count the same minute twice.
    func checkOverlap(_ shifts: [ShiftPattern], _ fields: [YAMLField], period: Int) {
        guard shifts.count == fields.count else { return }
        for (index, shift) in shifts.enumerated() {
            for (other, field) in zip(shifts, fields).dropFirst(index + 1)
            where overlap(shift, other, period) {
                field.reject(
                    found: "'\(other.name)' at the same time as '\(shift.name)'",
                    expected: "shifts of one calendar that do not overlap"
                )
            }
        }
    }

    private func overlap(_ a: ShiftPattern, _ b: ShiftPattern, _ period: Int) -> Bool {
        for dayA in a.days {
            for dayB in b.days {
                // Shifts last a day at most, so only those of days next to one another can meet.
                for turn in -2...2 where abs(dayB - dayA + turn * period) <= 1 {
                    if overlap(a, b, days: dayB - dayA + turn * period) { return true }
                }
            }
        }
        return false
    }

    /// Whether two shifts meet when the second one starts so many days after the first one's day.
    private func overlap(_ a: ShiftPattern, _ b: ShiftPattern, days: Int) -> Bool {
        let offset = days * 86_400
        return a.start < b.end + offset && b.start + offset < a.end
    }

    /// The shifts of an exceptional day must not reach into those of the days around it, nor, with
    /// overtime, into its ordinary ones.
    func checkNeighbours(of date: LocalDate, _ calendar: PlantCalendar, _ field: YAMLField) {
        let own = calendar.pattern(on: date)
        for distance in -1...1 {
            let others = calendar.pattern(on: date.advanced(by: distance))
            for (index, shift) in own.enumerated() {
                for (position, other) in others.enumerated()
                where (distance != 0 || position > index) && overlap(shift, other, days: distance) {
                    field.reject(
                        found: "'\(shift.name)' of \(date) at the same time as '\(other.name)' of "
                            + "\(date.advanced(by: distance))",
                        expected: "shifts of one calendar that do not overlap"
                    )
                }
            }
        }
    }
}
