/// The promises of the broker, all kept by default.
///
/// A test breaks one to prove that its oracle would notice: an oracle that never fails says nothing.
public struct BrokerSafeguards: Sendable, Equatable {
    /// Calls with an old epoch of a transactional id are refused.
    public var fencesProducers = true
    /// Offsets of a member or generation that the group does not know are refused.
    public var checksGenerations = true
    /// Readers of committed records see neither open nor aborted ones.
    public var isolatesTransactions = true
    /// A look-up of committed offsets waits for open transactions that may still move them.
    public var waitsForPendingOffsets = true
    /// A repeated send is recognised by its sequence number.
    public var deduplicatesSends = true
    /// Offsets of a transaction count only when it is committed.
    public var holdsOffsetsUntilCommit = true

    /// All promises kept.
    public init() {}
}
