import Codecs

/// The books beside the inputs: figures by task and topic, and every difference as a sentence.
struct AuditReport {
    /// The figures of one partition of one topic.
    struct Entry {
        let topic: String
        let task: Int32
        var records = 0
        var covered = 0
        var stretches = 0
        var read = 0
        var counted = 0
        var late = 0
        var deadLettered = 0
        var ignored = 0
    }

    private(set) var entries: [Entry] = []
    private(set) var problems: [String] = []
    private(set) var notes: [String] = []
    private let evidence: AuditEvidence
    private let deadLetterTopic: String
    private let lateTopic: String

    /// Compares everything with everything.
    init(_ evidence: AuditEvidence, deadLetters: String, lateEvents: String) {
        self.evidence = evidence
        deadLetterTopic = deadLetters
        lateTopic = lateEvents
        let places = Set(evidence.records.keys).union(evidence.stretches.keys)
        for place in places.sorted(by: { ($0.topic, $0.partition) < ($1.topic, $1.partition) })
        where evidence.topics.contains(place.topic) {
            judge(place)
        }
        if evidence.unreadableBooks > 0 {
            problems.append(
                "\(NumberText.count(evidence.unreadableBooks, "book record")) could not be read."
            )
        }
        for topic in evidence.shortened.sorted() {
            notes.append(
                "\(topic) has lost its oldest records to retention, so older books prove less."
            )
        }
        // What was not read cannot be vouched for: a slow broker must not make good books.
        if !evidence.unfinished.isEmpty {
            problems.append(
                "Not every partition of \(evidence.unfinished.joined(separator: ", ")) said that it "
                    + "was read to its end, so newer records may be missing here. Ask again."
            )
        }
    }

    /// True when nothing is missing and nothing is counted wrong.
    var isBalanced: Bool { problems.isEmpty }

    private mutating func judge(_ place: AuditEvidence.Place) {
        let records = evidence.records[place] ?? OffsetRanges()
        let stretches = evidence.stretches[place] ?? []
        var entry = Entry(topic: place.topic, task: place.partition)
        entry.records = records.count
        entry.stretches = stretches.count
        var covered = OffsetRanges()
        var again = OffsetRanges()
        for stretch in stretches.sorted(by: { $0.offsets.lowerBound < $1.offsets.lowerBound }) {
            // In this order, what lies behind the stretch's beginning is one piece up to the end.
            let end = min(covered.end ?? .min, stretch.offsets.upperBound)
            if end > stretch.offsets.lowerBound { again.insert(stretch.offsets.lowerBound..<end) }
            covered.insert(stretch.offsets)
        }
        note(again, place)
        for stretch in stretches {
            entry.read += stretch.read
            entry.counted += stretch.counted
            entry.late += stretch.late
            entry.deadLettered += stretch.deadLettered
            entry.ignored += stretch.ignored
            judge(stretch, place, records)
        }
        var missing = records.subtracting(covered)
        entry.covered = records.count - missing.count
        if place.topic == evidence.contributions {
            let waiting = missing.count
            missing = missing.below(covered.end ?? 0)
            note(waiting: waiting - missing.count, place)
        }
        if let first = missing.first, let end = missing.end {
            problems.append(
                "\(NumberText.count(missing.count, "record")) of \(place.topic) partition "
                    + "\(place.partition) \(missing.count == 1 ? "is" : "are") in no book, between "
                    + "offsets \(first) and \(end - 1). When an engine is still reading, ask again."
            )
        }
        entries.append(entry)
    }

    /// Delivery is at least once: what a stopped engine had not committed is read again, and in the
    /// books twice. That is no fault, and somebody who adds the books up should know it.
    private mutating func note(_ again: OffsetRanges, _ place: AuditEvidence.Place) {
        guard let first = again.first, let end = again.end else { return }
        notes.append(
            "\(NumberText.count(again.count, "offset")) of \(place.topic) partition "
                + "\(place.partition) \(again.count == 1 ? "is" : "are") in more than one book, "
                + "between offsets \(first) and \(end - 1): read again after a restart or a move."
        )
    }

    /// Contributions are written by one family for the other: when both stop, the newest stay unread
    /// until the next start, and nothing is lost by it.
    private mutating func note(waiting: Int, _ place: AuditEvidence.Place) {
        guard waiting > 0 else { return }
        notes.append(
            "\(NumberText.count(waiting, "record")) of \(place.topic) partition \(place.partition) "
                + "\(waiting == 1 ? "waits" : "wait") for the engine to run: the sums over lines, areas "
                + "and sites read them then."
        )
    }

    private mutating func judge(
        _ stretch: BookStretch,
        _ place: AuditEvidence.Place,
        _ records: OffsetRanges
    ) {
        if !stretch.isBalanced {
            problems.append(
                "The book of \(stretch.place) does not balance: \(stretch.read) read, and "
                    + "\(stretch.counted) counted, \(stretch.late) late, \(stretch.deadLettered) "
                    + "dead-lettered, \(stretch.ignored) ignored, \(stretch.duplicates) of these "
                    + "repeats."
            )
        }
        // Where the input's beginning has expired, or more came since, the offsets cannot be counted.
        let isWhole =
            stretch.offsets.lowerBound >= records.first ?? .max
            && stretch.offsets.upperBound <= records.end ?? .min
        guard isWhole else { return }
        let present = records.count(in: stretch.offsets)
        if present != stretch.read {
            problems.append(
                "The book of \(stretch.place) says that \(stretch.read) were read, and there are "
                    + "\(present) in the topic."
            )
        }
        compare(stretch, stretch.deadLettered, evidence.deadLetters[place], deadLetterTopic)
        compare(stretch, stretch.late, evidence.lateEvents[place], lateTopic)
    }

    private mutating func compare(
        _ stretch: BookStretch,
        _ claimed: Int,
        _ sources: OffsetRanges?,
        _ topic: String
    ) {
        guard claimed > 0, !evidence.shortened.contains(topic) else { return }
        let found = sources?.count(in: stretch.offsets) ?? 0
        guard found < claimed else { return }
        problems.append(
            "The book of \(stretch.place) has \(claimed) set aside, and \(topic) holds \(found) of "
                + "them."
        )
    }
}

extension AuditReport {
    /// A row for each topic, and the problems below.
    var text: String {
        var table = TableText(
            [
                "topic", "tasks", "records", "in books", "books", "read", "counted", "late",
                "dead-lettered", "ignored",
            ],
            right: [
                "tasks", "records", "in books", "books", "read", "counted", "late", "dead-lettered",
                "ignored",
            ]
        )
        for topic in evidence.topics {
            let own = entries.filter { $0.topic == topic }
            func sum(_ part: (Entry) -> Int) -> String {
                NumberText.grouped(own.reduce(0) { $0 + part($1) })
            }
            table.add([
                topic, String(own.count), sum(\.records), sum(\.covered), sum(\.stretches),
                sum(\.read), sum(\.counted), sum(\.late), sum(\.deadLettered), sum(\.ignored),
            ])
        }
        var text = table.text
        let read = entries.reduce(0) { $0 + $1.read }
        let covered = entries.reduce(0) { $0 + $1.covered }
        if read > covered {
            text += "\(NumberText.count(read - covered, "record")) were read again after a restart "
            text += "or a move, or have expired since.\n"
        }
        for note in notes { text += "note: \(note)\n" }
        return text
    }

    /// The whole report as one JSON object, with what came of the outputs if they were looked at.
    func json(outputs: OutputAuditReport?) -> [UInt8] {
        var bytes: [UInt8] = []
        JSONWriter.beginObject(&bytes)
        JSONWriter.field("balanced", isBalanced, &bytes)
        outputs?.appendField(&bytes)
        JSONWriter.name("tasks" as StaticString, &bytes)
        JSONWriter.beginArray(&bytes)
        for entry in entries {
            JSONWriter.separate(&bytes)
            JSONWriter.beginObject(&bytes)
            JSONWriter.field("task", Int(entry.task), &bytes)
            JSONWriter.field("topic", entry.topic, &bytes)
            JSONWriter.field("records", entry.records, &bytes)
            JSONWriter.field("covered", entry.covered, &bytes)
            JSONWriter.field("books", entry.stretches, &bytes)
            JSONWriter.field("read", entry.read, &bytes)
            JSONWriter.field("counted", entry.counted, &bytes)
            JSONWriter.field("late", entry.late, &bytes)
            JSONWriter.field("dead_lettered", entry.deadLettered, &bytes)
            JSONWriter.field("ignored", entry.ignored, &bytes)
            JSONWriter.endObject(&bytes)
        }
        JSONWriter.endArray(&bytes)
        JSONWriter.field("problems", strings: problems + (outputs?.problems ?? []), &bytes)
        JSONWriter.field("notes", strings: notes + (outputs?.notes ?? []), &bytes)
        JSONWriter.endObject(&bytes)
        bytes.append(0x0A)
        return bytes
    }
}
