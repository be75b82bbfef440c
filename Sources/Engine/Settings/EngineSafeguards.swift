/// What keeps outputs exact through crashes, each with a switch. All are on.
///
/// They are switched off one at a time by the tests that prove the simulator: a safeguard whose absence
/// no seed notices is either useless or untested.
public struct EngineSafeguards: Sendable, Equatable {
    /// Offsets are committed with the outputs they answer for, not before.
    public var commitsAfterOutputs = true
    /// At least once: the order log's entry is on the broker before its outputs are sent.
    public var logsOrderFirst = true
    /// The clock is part of the order.
    public var logsTicks = true
    /// The ends of partitions are part of the order.
    public var logsEnds = true
    /// That a task learned of a version is part of the order.
    public var logsSets = true
    /// Outputs of cycles that are worked on again are held back.
    public var holdsBackRepeats = true
    /// A snapshot without its manifest, or with another checksum, is not used.
    public var checksSnapshots = true
    /// What is about to change is copied first while a snapshot is being written.
    public var copiesBeforeChange = true
    /// Bundles of tasks that have left are dropped.
    public var dropsForeignBundles = true
    /// A recovery waits until the log holds everything that was committed.
    public var waitsForLog = true
    /// An aborted transaction is sent again.
    public var repeatsAborted = true
    /// A recovery starts from the snapshot's offsets, not from the committed ones.
    public var rewindsInput = true
    /// The last bundle of a task that leaves is out before the task is given back.
    public var finishesBeforeLeaving = true

    /// All on.
    public init() {}
}
