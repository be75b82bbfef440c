import Records

/// What can be replaced while an engine runs.
public enum SetKind: UInt8, CaseIterable, BitwiseCopyable, Sendable {
    /// The alert rules.
    case rules
    /// Stated limits and specification limits of the plant file.
    case plant
}

/// A version of something that is replaced while tasks run, and from when on it holds.
///
/// What it contains lies on a topic and is found by number and content; in the order log stands only
/// this.
public struct SetVersion: BitwiseCopyable, Hashable, Sendable {
    /// What it is a version of.
    public var kind: SetKind
    /// Counts the versions of its kind from 1; a higher one replaces what a lower one would do.
    public var number: UInt64
    /// Hash of what it contains.
    public var content: UInt64
    /// It holds from the first record of a task on that is not older. `distantPast`: at once, wherever
    /// the task stands.
    public var effectiveFrom: EventTime

    /// A version; `effectiveFrom` is cut to whole milliseconds.
    public init(
        kind: SetKind,
        number: UInt64,
        content: UInt64,
        effectiveFrom: EventTime = .distantPast
    ) {
        self.kind = kind
        self.number = number
        self.content = content
        self.effectiveFrom =
            effectiveFrom == .distantPast
            ? effectiveFrom : EventTime(milliseconds: effectiveFrom.milliseconds)
    }

    /// Whether it holds wherever a task stands.
    public var holdsAtOnce: Bool { effectiveFrom == .distantPast }

    /// `effectiveFrom` in milliseconds since 1970, the lowest number for "at once".
    var milliseconds: Int64 { holdsAtOnce ? .min : effectiveFrom.milliseconds }

    /// From the numbers in which it travels; nil for a kind that this program does not know.
    init?(kind: UInt64, number: UInt64, content: UInt64, milliseconds: Int64) {
        guard let kind = UInt8(exactly: kind).flatMap(SetKind.init) else { return nil }
        self.init(
            kind: kind,
            number: number,
            content: content,
            effectiveFrom: milliseconds == .min
                ? .distantPast : EventTime(milliseconds: milliseconds)
        )
    }
}

extension SetVersion: Persistent {
    /// Writes it: 25 bytes.
    public func write(to writer: inout StateWriter) {
        writer.write(kind.rawValue)
        writer.write(number)
        writer.write(content)
        writer.write(milliseconds)
    }

    /// Reads what `write` wrote.
    public init(from reader: inout StateReader) throws(StateError) {
        let kind: UInt8 = try reader.read()
        let number: UInt64 = try reader.read()
        let content: UInt64 = try reader.read()
        let milliseconds: Int64 = try reader.read()
        guard
            let version = SetVersion(
                kind: UInt64(kind),
                number: number,
                content: content,
                milliseconds: milliseconds
            )
        else { throw reader.invalid("a version of an unknown kind of set") }
        self = version
    }
}

extension InboundMessage {
    /// Recovery: the task learned of a version at this place of its order.
    public init(known version: SetVersion, task: Int32) {
        self.init(
            kind: .setKnown,
            topic: Int(version.kind.rawValue),
            partition: task,
            offset: Int64(clamping: version.number),
            timestampMilliseconds: version.milliseconds,
            sequence: version.content
        )
    }

    /// The version that such a message speaks of.
    var version: SetVersion? {
        SetVersion(
            kind: UInt64(topic),
            number: UInt64(clamping: offset),
            content: sequence,
            milliseconds: timestampMilliseconds
        )
    }
}
