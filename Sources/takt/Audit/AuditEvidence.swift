import KafkaBroker

/// Everything an audit looks at: the records of the inputs, the books, and what was set aside.
struct AuditEvidence {
    /// One partition of one input topic.
    struct Place: Hashable {
        let topic: String
        let partition: Int32
    }

    let topics: [String]
    /// The one of them that Takt writes itself, for the sums over lines, areas and sites.
    let contributions: String?
    /// Offsets of the records on the inputs.
    private(set) var records: [Place: OffsetRanges] = [:]
    /// The books, in order of arrival.
    private(set) var stretches: [Place: [BookStretch]] = [:]
    /// Sources of the records on `dead-letters`.
    private(set) var deadLetters: [Place: OffsetRanges] = [:]
    /// Sources of the records on `late-events`.
    private(set) var lateEvents: [Place: OffsetRanges] = [:]
    /// Topics whose oldest records are gone, so that their absence proves nothing.
    private(set) var shortened: Set<String> = []
    /// Topics of which a partition never said that it was read to its end.
    private(set) var unfinished: [String] = []
    /// Records of `kpi.engine` that could not be read.
    private(set) var unreadableBooks = 0

    /// Reads the inputs first: what comes in meanwhile may be in the books already, never the reverse.
    init(
        _ settings: KafkaSettings,
        inputs: [String],
        contributions: String? = nil,
        books: String,
        deadLetters: String,
        lateEvents: String
    ) throws(Failure) {
        let topics = inputs + (contributions.map { [$0] } ?? [])
        var evidence = Self(topics: topics, contributions: contributions)
        let hasInputs = try TopicReading(settings: settings, topics: topics).forEach { record in
            let place = Place(topic: topics[record.topic], partition: record.partition)
            evidence.records[place, default: OffsetRanges()].insert(record.offset)
        }
        let hasBooks = try TopicReading(settings: settings, topics: [books]).forEach { record in
            evidence.noteStart(record, books)
            evidence.addBook(record)
        }
        let aside = [deadLetters, lateEvents]
        let hasAside = try TopicReading(settings: settings, topics: aside).forEach { record in
            evidence.noteStart(record, aside[record.topic])
            guard let place = Self.source(record) else { return }
            if record.topic == 0 {
                evidence.deadLetters[place.0, default: OffsetRanges()].insert(place.1)
            } else {
                evidence.lateEvents[place.0, default: OffsetRanges()].insert(place.1)
            }
        }
        if !hasInputs { evidence.unfinished += topics }
        if !hasBooks { evidence.unfinished.append(books) }
        if !hasAside { evidence.unfinished += aside }
        self = evidence
    }

    private var started: Set<Place> = []

    private init(topics: [String], contributions: String?) {
        self.topics = topics
        self.contributions = contributions
    }

    /// A partition that does not begin with offset 0 has lost its oldest records.
    private mutating func noteStart(_ record: KafkaRecord, _ topic: String) {
        let place = Place(topic: topic, partition: record.partition)
        if started.insert(place).inserted, record.offset > 0 { shortened.insert(topic) }
    }

    private mutating func addBook(_ record: KafkaRecord) {
        guard let value = record.value else { return }
        guard let stretch = BookStretch(value) else {
            unreadableBooks += 1
            return
        }
        let place = Place(topic: stretch.topic, partition: stretch.task)
        stretches[place, default: []].append(stretch)
    }

    private static func source(_ record: KafkaRecord) -> (Place, Int64)? {
        func header(_ name: String) -> String? {
            record.headers.first { $0.name == name }.map {
                String(decoding: $0.value, as: UTF8.self)
            }
        }
        guard let topic = header("takt_source_topic"),
            let partition = header("takt_source_partition").flatMap({ Int32($0) }),
            let offset = header("takt_source_offset").flatMap({ Int64($0) })
        else { return nil }
        return (Place(topic: topic, partition: partition), offset)
    }
}
