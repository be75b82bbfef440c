import Codecs
import Records

/// States and counts out of a file: CSV with a header, or NDJSON of plain objects or replay lines.
struct OEEInput {
    /// The events by time; of those of one time, the first of the file first.
    let events: [OEEEvent]

    /// Reads a file; `equipment` stands in where a row names none.
    init(text: String, equipment: String?) throws(Failure) {
        let isJSON = text.first { !$0.isWhitespace } == "{"
        let read = isJSON ? try Self.objects(text, equipment) : try Self.rows(text, equipment)
        guard !read.isEmpty else {
            throw Failure("There is no state and no count in what was read. Check the file.")
        }
        events = read.enumerated()
            .sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
            .map(\.element)
    }

    private static func objects(
        _ text: String,
        _ equipment: String?
    ) throws(Failure) -> [OEEEvent] {
        var events: [OEEEvent] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated() where line.contains(where: { !$0.isWhitespace })
        {
            let place = "Line \(index + 1)"
            let bytes = Array(line.utf8)
            guard let document = try? JSONDocument(parsing: bytes) else {
                throw Failure("\(place) is no JSON. Expected one object per line.")
            }
            guard let topic = document.string("topic") else {
                events.append(try OEEEvent(bytes, equipment: equipment, place: place))
                continue
            }
            guard topic.hasSuffix("equipment.states") || topic.hasSuffix("equipment.counts"),
                let value = document.member("value")
            else { continue }
            let own = value.string.map { Array($0.utf8) } ?? value.compactBytes
            events.append(
                try OEEEvent(own, equipment: document.string("key") ?? equipment, place: place)
            )
        }
        return events
    }

    private static func rows(_ text: String, _ equipment: String?) throws(Failure) -> [OEEEvent] {
        guard let csv = CSVText(text) else {
            throw Failure("A quote of the CSV file is never closed. Double quotes inside fields.")
        }
        guard let header = csv.rows.first?.cells, header.contains("time") else {
            throw Failure(
                "The file is neither NDJSON nor CSV with a header. Expected a first line such as "
                    + "time,equipment,state,reason,total,scrap."
            )
        }
        var events: [OEEEvent] = []
        for row in csv.rows.dropFirst() {
            guard row.cells.count <= header.count else {
                throw Failure(
                    "Line \(row.line) has \(row.cells.count) fields but the header has "
                        + "\(header.count). Quote fields that hold commas."
                )
            }
            events.append(
                try OEEEvent(
                    object(header, row.cells),
                    equipment: equipment,
                    place: "Line \(row.line)"
                )
            )
        }
        return events
    }

    /// A row as a JSON object; empty cells are left out, numbers stay numbers where they are expected.
    private static func object(_ header: [String], _ cells: [String]) -> [UInt8] {
        let numbers = OEEEvent.quantities + ["modulus", "seq", "time"]
        var bytes: [UInt8] = []
        JSONWriter.beginObject(&bytes)
        for (name, cell) in zip(header, cells) where !cell.isEmpty {
            JSONWriter.name(name, &bytes)
            if numbers.contains(name), let value = Int64(cell) {
                JSONWriter.appendInteger(value, &bytes)
            } else if numbers.contains(name), let value = Double(cell) {
                JSONWriter.appendDouble(value, &bytes)
            } else {
                JSONWriter.appendString(cell, &bytes)
            }
        }
        JSONWriter.endObject(&bytes)
        return bytes
    }
}
