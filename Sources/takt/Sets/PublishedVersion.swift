import Engine
import Records

/// A version of something that engines take up while they run, as it lies on its topic: the rules, or the
/// plant file.
protocol PublishedVersion: Sendable, Equatable {
    /// What it is a version of, with its article.
    static var subject: String { get }
    /// The command that lists the versions.
    static var historyCommand: String { get }
    /// Why one can be too large for a record, as far as it differs: what has so many bytes, and what to do.
    static var size: (verb: String, remedy: String) { get }

    /// Counts the versions from 1; 0 for one that has no number yet.
    var number: UInt64 { get set }
    /// The version that was the newest when it came; 0 for the first.
    var previous: UInt64 { get set }
    /// Hash of the content.
    var hash: String { get }
    /// nil: at once.
    var effectiveFrom: EventTime? { get }
    var by: String { get }
    var why: String { get }
    var time: EventTime { get }
    /// What tasks know of it, beside its content.
    static var kind: SetKind { get }

    /// Reads a record's value; nil when it is none of ours.
    init?(_ value: [UInt8])
    /// The record's value; for lists without the texts.
    func encoded(withTexts: Bool) -> [UInt8]
}

extension PublishedVersion {
    /// Identity of the record: of two that took the same number both are kept, and the first one counts.
    var key: String { "\(number)-\(hash)" }

    /// As tasks know it.
    var version: SetVersion {
        SetVersion(
            kind: Self.kind,
            number: number,
            content: UInt64(hash, radix: 16) ?? 0,
            effectiveFrom: effectiveFrom ?? .distantPast
        )
    }
}
