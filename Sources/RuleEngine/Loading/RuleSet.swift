import Records

/// A checked set of rules: immutable, shared by every task that runs it.
public struct RuleSet: Sendable {
    /// Sixteen hexadecimal digits over the paths and bytes of all files, and the modes laid over them.
    public let contentHash: String
    /// Modes that somebody laid over those of the files, by identity of the rule.
    public let modes: [String: RuleMode]
    let rules: [RuleDefinition]
    let sources: [RuleSource]

    /// A set without rules.
    public static let empty = RuleSet(rules: [], sources: [])

    init(rules: [RuleDefinition], sources: [RuleSource], modes: [String: RuleMode] = [:]) {
        self.rules = rules
        self.sources = sources
        self.modes = modes
        contentHash = Self.hash(of: sources, modes)
    }

    /// The same rules with those in shadow publishing as if they were live; for backtests.
    public var withShadowAsLive: RuleSet {
        var changed = rules
        for index in changed.indices where changed[index].mode == .shadow {
            changed[index].mode = .live
        }
        return RuleSet(rules: changed, sources: sources, modes: modes)
    }

    /// How many rules it has, including those that are off.
    public var count: Int { rules.count }

    /// Identities of all rules, in the order of files and lines.
    public var ruleIDs: [String] { rules.map(\.id) }

    /// The topics that rules listen to, in alphabetical order.
    public var topics: [String] { Set(rules.map(\.topic)).sorted() }

    /// The fields that the rules of a topic look at, in alphabetical order; a field plan needs them
    /// beside the fields of the contract.
    public func fieldsUsed(topic: String) -> [String] {
        var used: Set<String> = []
        for rule in rules where rule.topic == topic { used.formUnion(rule.fieldsUsed) }
        return used.sorted()
    }

    private static func hash(of sources: [RuleSource], _ modes: [String: RuleMode]) -> String {
        var hash = StableHash.fnv1a("takt rules 1")
        for source in sources.sorted(by: { $0.path < $1.path }) {
            hash = StableHash.fnv1a(source.path + "\n\(source.bytes.count)\n", seed: hash)
            hash = unsafe source.bytes.withUnsafeBytes { unsafe StableHash.fnv1a($0, seed: hash) }
        }
        for (id, mode) in modes.sorted(by: { $0.key < $1.key }) {
            hash = StableHash.fnv1a("\n\(id) \(mode.rawValue)\n", seed: hash)
        }
        return HexText.of(hash)
    }
}

/// Numbers as sixteen hexadecimal digits.
enum HexText {
    static func of(_ value: UInt64) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: 16 - text.utf8.count) + text
    }
}
