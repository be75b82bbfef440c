import Records

/// What one rule does and costs, for people who watch an engine.
public struct RuleFigures: Sendable, Equatable {
    /// The rule.
    public var rule: String
    /// What it did.
    public var counters = RuleCounters()
    /// How long that took in nanoseconds, estimated from a sample of the events.
    public var nanoseconds: UInt64 = 0
    /// Keys it knows.
    public var keyCount = 0
    /// Bytes of its keys, apart from texts and lists, and of its interpreter.
    public var byteCount = 0
    /// Tasks in which it is in quarantine.
    public var quarantineCount = 0

    /// A rule that did nothing yet.
    public init(rule: String) { self.rule = rule }

    /// Adds what the same rule does elsewhere.
    public static func += (a: inout RuleFigures, b: RuleFigures) {
        a.counters += b.counters
        a.nanoseconds += b.nanoseconds
        a.keyCount += b.keyCount
        a.byteCount += b.byteCount
        a.quarantineCount += b.quarantineCount
    }
}

/// Times one event in many. Nothing that a rule says depends on it.
struct RuleTiming {
    /// One event in so many, a power of two, is timed.
    var interval: UInt64 = 1024
    /// What each rule took in the events that were timed.
    private(set) var nanoseconds: [UInt64]
    // What reading the clock takes itself, as far as was seen.
    private var overhead = Duration.seconds(1)

    init(ruleCount: Int) { nanoseconds = Array(repeating: 0, count: ruleCount) }

    /// Whether an event is one of those that are timed.
    @inline(__always)
    func isSampled(_ eventNumber: UInt64) -> Bool { eventNumber & (interval &- 1) == 0 }

    /// Notices what reading the clock costs, and answers the time.
    mutating func start() -> ContinuousClock.Instant {
        let first = ContinuousClock.now
        let second = ContinuousClock.now
        overhead = min(overhead, second - first)
        return second
    }

    /// Adds what a rule took since then.
    mutating func add(_ rule: Int, since start: ContinuousClock.Instant) {
        let parts = (ContinuousClock.now - start - overhead).components
        let spent = parts.seconds * 1_000_000_000 + parts.attoseconds / 1_000_000_000
        nanoseconds[rule] += UInt64(max(0, spent))
    }

    /// An estimate for all events.
    func total(_ rule: Int) -> UInt64 { nanoseconds[rule] &* interval }
}

extension RuleRunner {
    /// What each rule of the set does and costs. O(rules).
    public func figures() -> [RuleFigures] {
        bindings.indices.map { rule in
            var figures = RuleFigures(rule: set.rules[rule].id)
            figures.counters = bindings[rule].counters
            figures.nanoseconds = timing.total(rule)
            figures.keyCount = keys.count(rule: rule)
            figures.byteCount =
                figures.keyCount
                * (MemoryLayout<KeySlot>.stride + MemoryLayout<KeyMemory>.stride)
                + (programs[rule]?.byteCount ?? 0)
            figures.quarantineCount = bindings[rule].quarantine.isLocked ? 1 : 0
            return figures
        }
    }
}
