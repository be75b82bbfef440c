/// A binary heap of due times: the stream that is due next comes out first, ties by stream.
struct EventQueue: Sendable {
    struct Entry: BitwiseCopyable, Sendable {
        /// Nanoseconds since the Unix epoch.
        var time: Int64
        var stream: Int32

        @inline(__always)
        static func < (a: Entry, b: Entry) -> Bool {
            a.time < b.time || (a.time == b.time && a.stream < b.stream)
        }
    }

    private var entries: [Entry] = []

    var first: Entry? { entries.first }

    mutating func insert(_ entry: Entry) {
        entries.append(entry)
        var index = entries.count - 1
        while index > 0 {
            let parent = (index - 1) / 2
            guard entry < entries[parent] else { break }
            entries[index] = entries[parent]
            index = parent
        }
        entries[index] = entry
    }

    /// Gives the first stream its next due time, which is the commonest thing to do.
    mutating func reschedule(_ time: Int64) { sink(Entry(time: time, stream: entries[0].stream)) }

    mutating func removeFirst() {
        let last = entries.removeLast()
        if !entries.isEmpty { sink(last) }
    }

    /// Puts an entry in the place of the first and lets it sink.
    private mutating func sink(_ entry: Entry) {
        let count = entries.count
        var index = 0
        while true {
            var child = 2 * index + 1
            guard child < count else { break }
            if child + 1 < count, entries[child + 1] < entries[child] { child += 1 }
            guard entries[child] < entry else { break }
            entries[index] = entries[child]
            index = child
        }
        entries[index] = entry
    }
}
