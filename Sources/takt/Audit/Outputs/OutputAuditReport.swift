import Codecs
import Engine
import KafkaBroker

/// What came of the comparison of outputs, with every difference as a sentence.
struct OutputAuditReport {
    /// Sentences of each kind that are kept; the figures count all of them.
    private static let sentenceCount = 20

    let isExactlyOnce: Bool
    /// Cycles that were worked on again.
    var cycles = 0
    var problems: [String] = []
    private(set) var notes: [String] = []
    private var sentences = 0
    private(set) var ledger = OutputLedger()
    private(set) var missingCount = 0

    init(isExactlyOnce: Bool) { self.isExactlyOnce = isExactlyOnce }

    /// Whether a task's log can be worked on from its first cycle with what we know; says why not.
    mutating func accepts(
        _ history: OrderHistory,
        _ task: Int32,
        _ engine: EngineSettings
    ) -> Bool {
        let log = "The order log of task \(task) (\(engine.orderTopic))"
        if isExactlyOnce, history.supersededCount > 0 {
            problems.append(
                "\(log) has \(NumberText.count(history.supersededCount, "entry", "entries")) twice or "
                    + "of an owner that was succeeded. In transactions that cannot be; please report it."
            )
        }
        if let gap = history.firstGap {
            problems.append(
                gap == 1
                    ? "\(log) does not begin with cycle 1: older entries have expired. Its outputs "
                        + "cannot be computed anew."
                    : "\(log) lacks cycle \(gap), so its outputs cannot be computed anew."
            )
            return false
        }
        if let entry = history.entries.first(where: { $0.inputs != engine.inputsHash }) {
            problems.append(
                "Cycle \(entry.cycle) of task \(task) was worked on with other input topics. Name the "
                    + "configuration of then with --config."
            )
            return false
        }
        if let entry = history.entries.first(where: { $0.model != engine.modelHash }) {
            problems.append(
                "Cycle \(entry.cycle) of task \(task) was worked on with other rules or another plant "
                    + "file. Name those of then with --rules and --plant."
            )
            return false
        }
        return true
    }

    /// A topic that did not say that it was read to its end.
    mutating func noteUnfinished(_ topics: String) {
        problems.append(
            "Not every partition of \(topics) said that it was read to its end, so newer records may "
                + "be missing here. Ask again."
        )
    }

    /// Says what is wrong with a record that is there.
    mutating func note(_ finding: OutputLedger.Finding, _ record: KafkaRecord, _ topic: String) {
        if finding == .wanted || (finding == .repeated && !isExactlyOnce) { return }
        sentences += 1
        guard sentences <= Self.sentenceCount else { return }
        let id = record.headers.first { $0.name == "ce_id" }.map {
            String(decoding: $0.value, as: UTF8.self)
        }
        problems.append(
            "\(topic) partition \(record.partition) offset \(record.offset) (\(id ?? "no id")) "
                + (finding == .repeated
                    ? "is there once more than it should be."
                    : "is nothing that follows from the inputs in the order of the log.")
        )
    }

    /// All records have been looked at.
    mutating func close(_ ledger: OutputLedger, topics: [String]) {
        self.ledger = ledger
        let missing = ledger.missing
        missingCount = missing.reduce(0) { $0 + $1.count }
        for (origin, count) in missing.prefix(Self.sentenceCount) {
            problems.append(
                "\(NumberText.count(count, "output")) of cycle \(origin.cycle) of task \(origin.task) "
                    + "\(count == 1 ? "is" : "are") not on \(topics[origin.topic])."
            )
        }
        if !isExactlyOnce, ledger.repeatedCount > 0 {
            notes.append(
                "\(NumberText.count(ledger.repeatedCount, "output")) came again with the same id and "
                    + "content, as they may at least once."
            )
        }
    }

    /// The figures as lines.
    var text: String {
        var text =
            "outputs: \(NumberText.grouped(ledger.wantedCount)) follow from "
            + "\(NumberText.count(cycles, "cycle")), \(NumberText.grouped(ledger.foundCount)) are there; "
            + "\(NumberText.grouped(missingCount)) missing, "
            + "\(NumberText.grouped(ledger.repeatedCount)) repeated, "
            + "\(NumberText.grouped(ledger.unknownCount)) of no known origin\n"
        for note in notes { text += "note: \(note)\n" }
        return text
    }

    /// Appends the figures as a member `outputs` of an object.
    func appendField(_ bytes: inout [UInt8]) {
        JSONWriter.name("outputs" as StaticString, &bytes)
        JSONWriter.beginObject(&bytes)
        JSONWriter.field("exactly_once", isExactlyOnce, &bytes)
        JSONWriter.field("cycles", cycles, &bytes)
        JSONWriter.field("wanted", ledger.wantedCount, &bytes)
        JSONWriter.field("found", ledger.foundCount, &bytes)
        JSONWriter.field("missing", missingCount, &bytes)
        JSONWriter.field("repeated", ledger.repeatedCount, &bytes)
        JSONWriter.field("unknown", ledger.unknownCount, &bytes)
        JSONWriter.endObject(&bytes)
    }
}
