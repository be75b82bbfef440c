import Records

/// Which loss category a machine's word for its state means.
///
/// Words are compared without regard to case; spaces and underscores equal hyphens. What is more
/// particular wins: the word's entry for the reason, then the word's entry for the mode, then the
/// plant's entry for the mode (except for `off` and `unknown`), then the plant's entry for the reason (for
/// words that are stops), then the word itself. A reason without an entry has that of the nearest reason
/// above it in the tree.
public struct StateMapping: Sendable, Hashable {
    /// What one word means.
    public struct Entry: Sendable, Hashable {
        /// The category when neither mode nor reason says more.
        public var category: LossCategory
        /// Categories by mode of the machine, normalised.
        public var modes: [String: LossCategory]
        /// Categories by reason, normalised.
        public var reasons: [String: LossCategory]

        /// An entry; keys of the dictionaries have to be normalised.
        public init(
            _ category: LossCategory,
            modes: [String: LossCategory] = [:],
            reasons: [String: LossCategory] = [:]
        ) {
            self.category = category
            self.modes = modes
            self.reasons = reasons
        }
    }

    /// What each normalised word means.
    public private(set) var words: [String: Entry]
    /// Categories by mode, for every word that has no entry of its own for the mode.
    public private(set) var modes: [String: LossCategory]
    /// The plant's reasons for stops.
    public internal(set) var reasons = ReasonTree()

    /// Our own words, PackML's 17 states and the six states of SEMI E10.
    public static let standard = StateMapping(
        words: StandardStates.words,
        modes: ["maintenance": .maintenance]
    )

    /// A mapping whose keys are normalised already.
    init(words: [String: Entry], modes: [String: LossCategory]) {
        self.words = words
        self.modes = modes
    }

    /// The category of a state, or nil when the word is not known. Allocates; engines ask once for
    /// each combination they meet and keep the answer.
    public func category(
        state: String,
        mode: String? = nil,
        reason: String? = nil
    ) -> LossCategory? {
        guard let entry = words[Self.normalised(state)] else { return nil }
        if let reason, !entry.reasons.isEmpty {
            let levels = reasons.path(of: reason).reversed()
            if let category = levels.lazy.compactMap({ entry.reasons[$0] }).first {
                return category
            }
        }
        if let mode = mode.map(Self.normalised) {
            if let category = entry.modes[mode] { return category }
            let isFixed = entry.category == .off || entry.category == .unknown
            if !isFixed, let category = modes[mode] { return category }
        }
        guard let reason, Self.stops.contains(entry.category) else { return entry.category }
        return reasons.category(of: reason) ?? entry.category
    }

    /// The categories that a reason of the plant may refine: what was reported as running, off or unknown
    /// is that whatever the reason.
    private static let stops: Set<LossCategory> = [
        .setup, .idle, .starved, .blocked, .down, .maintenance,
    ]

    /// The words by category, for `describe`.
    func words(of category: LossCategory) -> [String] {
        words.filter { $0.value.category == category }.map(\.key).sorted()
    }

    mutating func set(word: String, _ entry: Entry) { words[Self.normalised(word)] = entry }
    mutating func set(mode: String, _ category: LossCategory) {
        modes[Self.normalised(mode)] = category
    }

    /// Lower case, with hyphens for spaces and underscores.
    public static func normalised(_ word: String) -> String {
        String(word.lowercased().map { $0 == " " || $0 == "_" ? "-" : $0 })
    }
}
