import Records

/// A rule as one runner sees it: slots instead of names, and what is counted while it runs.
struct RuleBinding {
    /// A field of the event, or one of those that come with it.
    enum Source {
        /// Equipment and time are not in a slot.
        static let equipment = -2
        static let time = -3
        static let absent = -1

        static func slot(_ name: String, _ plan: FieldPlan) -> Int {
            switch name {
            case "equipment": equipment
            case "time": time
            default: plan.slot(name) ?? absent
            }
        }
    }

    var topic: Int
    var when: Range<Int>?
    var clears: Range<Int>?
    var resets: Range<Int>?
    var scope: Range<Int>?
    var keySlots: [Int]
    var evidenceSlots: [Int]
    var titleSlots: [Int]
    /// Hash of the identity; keys continue from it.
    var seed: UInt64
    /// Whether events that do not match must look at their key even when nothing is open.
    var watchesAll: Bool
    /// Whether the topic's list of rules with open keys is how events reach it.
    var isIndexedByCondition: Bool
    var openCount = 0
    var lastEventNumber: UInt64 = 0
    var counters = RuleCounters()
    var quarantine = Quarantine()
    var suppressed: [[UInt8]]
    /// What the last failing call of its function said; for people, never part of an output.
    var lastFailure = ""
}

/// How the calls of one rule went lately, and whether it is locked out.
struct Quarantine {
    var minute = Int64.min
    var calls = 0
    var failures = 0
    var isLocked = false
    var until = Int64.min
    var count = 0

    /// Longest lock-out.
    static let minutesMax: Int64 = 60

    mutating func note(failed: Bool, time: Int64) -> Bool {
        let now = time / Nanoseconds.minute
        if now != minute {
            minute = now
            calls = 0
            failures = 0
        }
        calls += 1
        if failed { failures += 1 }
        return calls >= 20 && failures * 100 > calls
    }

    mutating func lock(_ time: Int64) {
        let minutes = min(Self.minutesMax, 1 << Int64(min(count, 6)))
        isLocked = true
        until =
            EventTime(nanoseconds: time).advanced(byNanoseconds: minutes * Nanoseconds.minute)
            .nanoseconds
        count += 1
        calls = 0
        failures = 0
    }
}
