/// How urgent an alert is.
public enum RuleSeverity: UInt8, Sendable, Comparable, CaseIterable, BitwiseCopyable {
    /// Worth a look when there is time.
    case low
    /// To be looked at soon.
    case medium
    /// To be looked at now.
    case high
    /// Somebody must act at once.
    case critical

    /// The word in rule files and on topics.
    public var text: String { String(describing: self) }

    /// The severity of a word.
    public init?(_ word: String) {
        guard let found = Self.allCases.first(where: { $0.text == word }) else { return nil }
        self = found
    }

    public static func < (a: RuleSeverity, b: RuleSeverity) -> Bool { a.rawValue < b.rawValue }
}
