import CPlatform

/// How a thread waits when its agents have nothing to do: spin, then pause, then yield, then park.
///
///     while running {
///         idle.idle(work: agent.step())
///     }
///
/// Each idle turn goes one step further down; any work starts again at the top. Parking takes two
/// turns: the first says "about to sleep", the second sleeps. In between the agent looks at its
/// inputs once more, which is what makes a wake-up impossible to miss; so call `step` between any
/// two calls of `idle`. Belongs to one thread; other threads reach it through its `parker`.
public struct IdleStrategy: Sendable {
    /// Where this thread sleeps; give it to everyone who can have work for it.
    public let parker: Parker
    /// Idle turns that return at once.
    public let spinCount: Int
    /// Idle turns after these that pause the processor (about 50 ns each).
    public let pauseCount: Int
    /// Idle turns after these that give the processor to other threads.
    public let yieldCount: Int
    /// The longest sleep, so that an agent sees its clock even if nobody wakes it; nil never
    /// sleeps.
    public let parkNanosecondsMax: Int64?
    @usableFromInline var turns = 0
    @usableFromInline var isAnnounced = false

    /// A strategy from its parts. Counts may be zero.
    @inlinable
    public init(
        parker: Parker = Parker(),
        spinCount: Int,
        pauseCount: Int,
        yieldCount: Int,
        parkNanosecondsMax: Int64?
    ) {
        precondition(
            spinCount >= 0 && pauseCount >= 0 && yieldCount >= 0 && (parkNanosecondsMax ?? 1) > 0,
            "The steps of an idle strategy are counted from zero and its sleep is longer than nothing."
        )
        self.parker = parker
        self.spinCount = spinCount
        self.pauseCount = pauseCount
        self.yieldCount = yieldCount
        self.parkNanosecondsMax = parkNanosecondsMax
    }

    /// The default: a few microseconds awake, then asleep until woken or for at most the given time
    /// (10 ms: a hundred look-arounds a second, far below a percent of a processor).
    @inlinable
    public static func parking(
        _ parker: Parker = Parker(),
        nanosecondsMax: Int64 = 10_000_000
    ) -> IdleStrategy {
        IdleStrategy(
            parker: parker,
            spinCount: 10,
            pauseCount: 50,
            yieldCount: 5,
            parkNanosecondsMax: nanosecondsMax
        )
    }

    /// Never sleeps but lets others run: low latency on a shared processor, which it keeps busy.
    @inlinable
    public static func yielding(_ parker: Parker = Parker()) -> IdleStrategy {
        IdleStrategy(
            parker: parker,
            spinCount: 10,
            pauseCount: 50,
            yieldCount: 1,
            parkNanosecondsMax: nil
        )
    }

    /// Never leaves the processor: lowest latency, for a thread with a processor of its own.
    @inlinable
    public static func pausing(_ parker: Parker = Parker()) -> IdleStrategy {
        IdleStrategy(
            parker: parker,
            spinCount: 10,
            pauseCount: 1,
            yieldCount: 0,
            parkNanosecondsMax: nil
        )
    }

    /// Waits as long as it should after a turn that did `work` (0 means none). Returns at once
    /// after work.
    @inlinable
    public mutating func idle(work: Int) {
        if work > 0 {
            if turns != 0 { reset() }
        } else {
            rest()
        }
    }

    /// Starts again at the top, as after work.
    @inlinable
    public mutating func reset() {
        turns = 0
        if isAnnounced {
            parker.retract()
            isAnnounced = false
        }
    }

    @usableFromInline
    mutating func rest() {
        let pauseStart = spinCount
        let yieldStart = pauseStart + pauseCount
        let parkStart = yieldStart + yieldCount
        turns = min(turns + 1, parkStart + 1)
        if turns <= pauseStart { return }
        if let nanoseconds = parkNanosecondsMax, turns > parkStart {
            park(nanoseconds)
        } else if turns <= yieldStart || yieldCount == 0 {
            platform_cpu_pause()
        } else {
            platform_yield()
        }
    }

    private mutating func park(_ nanoseconds: Int64) {
        if !isAnnounced {
            parker.announce()
            isAnnounced = true
        } else if parker.sleep(nanoseconds: nanoseconds) {
            // Somebody had something: be quick again. After a mere time-out the announcement
            // stands, and the next idle turn sleeps at once.
            isAnnounced = false
            turns = 0
        }
    }
}
