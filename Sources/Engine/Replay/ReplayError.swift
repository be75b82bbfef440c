import Records

/// Why a replay stopped.
public struct ReplayError: Error, CustomStringConvertible, Sendable {
    /// A sentence that names the line.
    public var description: String
}

/// Up to where event time is taken at the end of the input.
public enum FinalProgress: Sendable {
    /// To the newest event time of the whole input: every window that ended by then closes.
    case newest
    /// Nothing is closed that the events did not close.
    case none
    /// To a stated time.
    case time(EventTime)
}

/// What a replay did.
public struct ReplaySummary: Sendable {
    /// Lines that held a record of an input topic.
    public var recordCount = 0
    /// Lines of other topics, left out.
    public var foreignCount = 0
    /// Records written.
    public var outputCount = 0
    /// What became of the records.
    public var books = Books()
}
