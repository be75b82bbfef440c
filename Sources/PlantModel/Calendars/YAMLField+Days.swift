extension YAMLField {
    /// A day such as `2026-12-25`.
    func day() -> LocalDate? {
        if let scalar, let date = LocalDate(scalar) { return date }
        reject(expected: CalendarReader.dayExpected)
        return nil
    }

    /// Weekdays, 0 for Monday: `[mon..fri]`, `[sat, sun]` or `daily`.
    func weekdays() -> Set<Int> {
        let expected =
            "days such as [mon..fri], [sat, sun] or daily (mon, tue, wed, thu, fri, sat, sun)"
        return days(daily: 7, expected: expected) {
            CalendarReader.weekdays.firstIndex(of: $0.lowercased())
        }
    }

    /// Days of a rotation, from 0, where they are written from 1: `[1..4, 7]` or `daily`.
    func days(of rotation: Rotation) -> Set<Int> {
        let expected = "days of the rotation such as [1..4, 7], from 1 to \(rotation.length)"
        return days(daily: rotation.length, expected: expected) { text in
            Int(text).flatMap { (1...rotation.length).contains($0) ? $0 - 1 : nil }
        }
    }

    /// Days and ranges of days out of `count`; a range may pass the end of the pattern.
    private func days(
        daily count: Int,
        expected: String,
        index: (Substring) -> Int?
    ) -> Set<Int> {
        var days: Set<Int> = []
        for text in texts(of: "days") ?? [] {
            if text == "daily" { return Set(0..<count) }
            let ends = text.split(separator: "..", omittingEmptySubsequences: false)
                .map(index)
            guard (1...2).contains(ends.count), let first = ends[0], let last = ends.last ?? nil
            else {
                reject(found: "\"\(text)\"", expected: expected)
                continue
            }
            for step in 0...((last - first + count) % count) { days.insert((first + step) % count) }
        }
        return days
    }
}
