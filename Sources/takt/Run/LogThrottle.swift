import CPlatform
import Records

/// Keeps a log readable when the same thing is said over and over: the first time at once, then at
/// most every half minute with the number of times.
struct LogThrottle {
    private static let quietNanoseconds: Int64 = 30 * Nanoseconds.second
    private static let countLimit = 256

    private struct Entry {
        var lastWritten: Int64
        var suppressedCount = 0
    }

    private var entries: [String: Entry] = [:]

    init() {}

    /// The line to write for a message, or nil to say nothing now.
    mutating func line(_ message: String) -> String? {
        let now = platform_monotonic_nanoseconds()
        guard var entry = entries[message] else {
            if entries.count >= Self.countLimit { entries.removeAll() }
            entries[message] = Entry(lastWritten: now)
            return message
        }
        guard now - entry.lastWritten >= Self.quietNanoseconds else {
            entry.suppressedCount += 1
            entries[message] = entry
            return nil
        }
        entries[message] = Entry(lastWritten: now)
        guard entry.suppressedCount > 0 else { return message }
        return "\(message) (and \(NumberText.grouped(entry.suppressedCount)) times before)"
    }
}
