/// A pattern of days that repeats after another number of days than a week, counted from a first day.
struct Rotation: Sendable, Hashable {
    /// The most days of a rotation.
    static let lengthLimit = 366

    var from: LocalDate
    var length: Int

    /// Which day of the pattern a day is, from 0; also for days before the first.
    func index(of date: LocalDate) -> Int {
        let distance = (date.dayNumber - from.dayNumber) % length
        return distance < 0 ? distance + length : distance
    }
}
