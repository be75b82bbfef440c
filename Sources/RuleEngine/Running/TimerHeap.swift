/// What a timer of a key is for. The order decides between timers that are due at the same time.
enum TimerKind: UInt8, BitwiseCopyable, CaseIterable {
    case hold, clearHold, clearAfter, missing, repeatMain, repeatMissing, escalateMain,
        escalateMissing, shelveMain, shelveMissing, realarmMain, realarmMissing
}

/// A timer of one key. It is valid as long as the key still says the same due time.
struct TimerEntry: BitwiseCopyable {
    var due: Int64
    var rule: Int32
    var slot: Int32
    var alert: UInt64
    var kind: TimerKind

    static func < (a: TimerEntry, b: TimerEntry) -> Bool {
        (a.due, a.rule, a.alert, a.kind.rawValue) < (b.due, b.rule, b.alert, b.kind.rawValue)
    }
}

/// The timers of one equipment, earliest first; equal times go by rule, key and kind.
struct TimerHeap {
    private var entries: [TimerEntry] = []
    private var crowdedCount = 1024

    var first: TimerEntry? { entries.first }
    var count: Int { entries.count }

    mutating func push(_ entry: TimerEntry) {
        entries.append(entry)
        var index = entries.count - 1
        while index > 0 {
            let parent = (index - 1) / 2
            guard entries[index] < entries[parent] else { return }
            entries.swapAt(index, parent)
            index = parent
        }
    }

    mutating func pop() -> TimerEntry? {
        guard let first = entries.first else { return nil }
        let last = entries.removeLast()
        guard !entries.isEmpty else { return first }
        entries[0] = last
        sink(0)
        return first
    }

    /// Whether so many entries came since the last clean-up that another one is due.
    var isCrowded: Bool { entries.count >= crowdedCount }

    /// Drops the entries that are not valid any more.
    mutating func compact(_ isValid: (TimerEntry) -> Bool) {
        replace { isValid($0) ? $0 : nil }
    }

    /// Puts another entry in the place of each, or none.
    mutating func replace(_ replacement: (TimerEntry) -> TimerEntry?) {
        entries = entries.compactMap(replacement)
        for index in stride(from: entries.count / 2, through: 0, by: -1) { sink(index) }
        crowdedCount = max(1024, entries.count * 2)
    }

    private mutating func sink(_ start: Int) {
        var index = start
        while true {
            var least = index
            for child in [2 * index + 1, 2 * index + 2] where child < entries.count {
                if entries[child] < entries[least] { least = child }
            }
            guard least != index else { return }
            entries.swapAt(index, least)
            index = least
        }
    }
}
