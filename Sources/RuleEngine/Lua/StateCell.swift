import Records

/// One thing that a rule remembers for one key. It lives here, not in Lua.
enum StateCell: Sendable, Equatable {
    case value(RuleValue)
    /// The last `limit` values.
    case ring(values: [RuleValue], limit: Int)
    /// Numbers of the last `span` nanoseconds of event time.
    case window(points: [TimedNumber], span: Int64)
    /// How many happened in the last `span` nanoseconds of event time, in order of time.
    case counter(points: [TimedNumber], span: Int64)
    /// Different texts or numbers, in the order they came; the oldest makes room.
    case set(values: [RuleValue], limit: Int)

    struct TimedNumber: Sendable, Equatable, BitwiseCopyable {
        var time: Int64
        var number: Double
    }

    /// The most points of a window or counter of one key; the oldest make room.
    static let pointCountLimit = 10_000
    /// The most values of a ring or set of one key.
    static let valueCountLimit = 10_000
    /// The most bytes of one text in state.
    static let textByteCountLimit = 1024
}
