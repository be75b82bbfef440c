/// A shift as the calendar repeats it: seconds of the local day, where an end of or before the
/// start means the next day.
struct ShiftPattern: Sendable, Hashable {
    struct Pause: Sendable, Hashable {
        var start: Int
        var end: Int
        var reason: String
    }

    var name: String
    /// Seconds after midnight of the day on which it starts.
    var start: Int
    /// Seconds after that same midnight; more than a day when the shift passes midnight.
    var end: Int
    /// Days on which it starts: 0 for Monday, or for the first day of the rotation.
    var days: Set<Int>
    /// Breaks, in seconds after that same midnight.
    var breaks: [Pause]
}
