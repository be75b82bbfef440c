/// What became of the rules of a snapshot.
public struct RestoredRules: Sendable, Equatable {
    /// Keys that go on as if nothing had happened.
    public var keyCount = 0
    /// Rules of the snapshot whose text is another one now, in the order of the snapshot.
    public var changedRules: [String] = []
    /// Rules of the snapshot that are gone or off now, in the order of the snapshot.
    public var removedRules: [String] = []
    /// Open alerts of those rules, quarantines included, that wait for `closeOrphans`.
    public var orphanCount = 0

    /// Nothing was restored.
    public init() {}
}
