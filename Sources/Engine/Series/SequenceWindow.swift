/// Which of a producer's last 64 numbers have been seen.
///
/// A number far below the newest is a producer that began again; it starts a new window.
struct SequenceWindow: BitwiseCopyable {
    var newest = Int64.min
    var seen: UInt64 = 0

    /// Notes a number; true when it was seen before.
    mutating func isRepeated(_ number: Int64) -> Bool {
        guard newest != .min else {
            begin(number)
            return false
        }
        let (distance, overflow) = number.subtractingReportingOverflow(newest)
        if overflow || distance <= -64 {
            begin(number)
            return false
        }
        if distance > 0 {
            seen = distance >= 64 ? 1 : seen << UInt64(distance) | 1
            newest = number
            return false
        }
        let bit: UInt64 = 1 << UInt64(-distance)
        defer { seen |= bit }
        return seen & bit != 0
    }

    private mutating func begin(_ number: Int64) {
        newest = number
        seen = 1
    }
}
