import Codecs
import Engine
import Records
import RuleEngine

/// One version of the rules as it lies on `rules.sets`: all files, who put them there and why, and from
/// when on they hold.
struct RuleSetVersion: PublishedVersion {
    static let subject = "the rules"
    static let historyCommand = "takt rules history"
    static let size = (verb: "have", remedy: "Shorten or remove rules.")
    static let kind = SetKind.rules

    /// Counts the versions from 1.
    var number: UInt64 = 0
    /// Hash of the content, as alerts name it in `rule_set`.
    var hash: String
    var files: [RuleSource]
    var modes: [String: RuleMode]
    /// Rules and tests of it.
    var ruleCount: Int
    var testCount: Int
    /// nil: at once, wherever a task stands.
    var effectiveFrom: EventTime?
    var by: String
    var why: String
    var time: EventTime
    /// The version that was the newest when it came; 0 for the first.
    var previous: UInt64 = 0
    /// The version whose content it has again.
    var rollbackOf: UInt64?

    /// A version that has no number yet.
    init(
        _ set: RuleSet,
        testCount: Int,
        effectiveFrom: EventTime? = nil,
        by: String,
        why: String,
        time: EventTime = EventText.now
    ) {
        hash = set.contentHash
        files = set.files
        modes = set.modes
        ruleCount = set.count
        self.testCount = testCount
        self.effectiveFrom = effectiveFrom
        self.by = by
        self.why = why
        self.time = EventTime(milliseconds: time.milliseconds)
    }

    /// The checked set, or why this program cannot use it.
    func ruleSet(_ catalogue: FieldCatalogue) -> (set: RuleSet?, problem: String) {
        let result = RuleSet.load(sources: files, catalogue: catalogue)
        guard let set = result.set?.with(modes: modes) else {
            return (nil, result.diagnostics.first { $0.severity == .error }?.text ?? "")
        }
        guard set.contentHash == hash else { return (nil, "its hash is \(set.contentHash)") }
        return (set, "")
    }
}

extension RuleSetVersion {
    /// Reads a record's value; nil when it is none of ours.
    init?(_ value: [UInt8]) {
        guard let document = try? JSONDocument(parsing: value), document.kind == .object,
            let number = document.int("version"), number > 0,
            let hash = document.string("rule_set"), UInt64(hash, radix: 16) != nil,
            let paths = document.strings("paths"), let texts = document.strings("texts"),
            paths.count == texts.count, let time = EventText.time("time", in: document)
        else { return nil }
        self.number = UInt64(number)
        self.hash = hash
        files = zip(paths, texts).map { RuleSource(path: $0, text: $1) }
        modes = [:]
        for word in document.strings("modes") ?? [] {
            let parts = word.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, let mode = RuleMode(rawValue: String(parts[1])) else {
                return nil
            }
            modes[String(parts[0])] = mode
        }
        ruleCount = document.int("rules") ?? 0
        testCount = document.int("tests") ?? 0
        effectiveFrom = EventText.time("effective_from", in: document)
        by = document.string("by") ?? ""
        why = document.string("why") ?? ""
        self.time = time
        previous = UInt64(max(0, document.int("previous") ?? 0))
        rollbackOf = document.int("rollback_of").flatMap { $0 > 0 ? UInt64($0) : nil }
    }

    /// The record's value; for lists without the texts.
    func encoded(withTexts: Bool = true) -> [UInt8] {
        var bytes: [UInt8] = []
        JSONWriter.beginObject(&bytes)
        JSONWriter.field("set", key, &bytes)
        JSONWriter.field("version", Int(clamping: number), &bytes)
        JSONWriter.field("rule_set", hash, &bytes)
        JSONWriter.field("time", time, &bytes)
        if let effectiveFrom { JSONWriter.field("effective_from", effectiveFrom, &bytes) }
        JSONWriter.field("by", by, &bytes)
        JSONWriter.field("why", why, &bytes)
        JSONWriter.field("previous", Int(clamping: previous), &bytes)
        if let rollbackOf { JSONWriter.field("rollback_of", Int(clamping: rollbackOf), &bytes) }
        JSONWriter.field("rules", ruleCount, &bytes)
        JSONWriter.field("tests", testCount, &bytes)
        let words = modes.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.rawValue)" }
        JSONWriter.field("modes", strings: words, &bytes)
        JSONWriter.field("paths", strings: files.map(\.path), &bytes)
        if withTexts {
            let texts = files.map { String(decoding: $0.bytes, as: UTF8.self) }
            JSONWriter.field("texts", strings: texts, &bytes)
        }
        JSONWriter.endObject(&bytes)
        return bytes
    }
}
