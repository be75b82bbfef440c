extension RuleSet {
    /// The files that it was read from, in the order of their paths; without tests.
    public var files: [RuleSource] { sources }

    /// The hash of its content as a number.
    public var identity: UInt64 { UInt64(contentHash, radix: 16) ?? 0 }

    /// The mode in which a rule runs, or nil when there is no such rule.
    public func mode(of id: String) -> RuleMode? { rules.first { $0.id == id }?.mode }

    /// Of some modes those that say something else than the files of this set.
    public func modes(over others: [String: RuleMode]) -> [String: RuleMode] {
        others.filter { id, mode in
            rules.contains { $0.id == id && $0.writtenMode != mode }
        }
    }

    /// The same files with other modes laid over them, in the place of those that lie there. Names that
    /// no rule has change nothing but the hash.
    public func with(modes: [String: RuleMode]) -> RuleSet {
        var changed = rules
        for index in changed.indices {
            changed[index].mode = modes[changed[index].id] ?? changed[index].writtenMode
        }
        return RuleSet(rules: changed, sources: sources, modes: modes)
    }
}
