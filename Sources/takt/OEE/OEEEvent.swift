import Codecs
import Records

/// One state or count of a file, as the record of a topic.
struct OEEEvent {
    /// What it is: `equipment.states` or `equipment.counts`.
    let contract: String
    let equipment: String
    let time: EventTime
    /// The JSON object of the contract.
    let value: [UInt8]
    /// The words of a state; empty for counts.
    let state: String
    let mode: String?
    let reason: String?

    /// Reads the object of a record; `equipment` stands in where it names none.
    init(_ value: [UInt8], equipment default: String?, place: String) throws(Failure) {
        guard let document = try? JSONDocument(parsing: value), document.kind == .object else {
            throw Failure(
                "\(place) is no JSON object. Expected one with time, and state or counts."
            )
        }
        guard let time = EventText.time("time", in: document) else {
            throw Failure(
                "\(place) has no readable time. Expected 'time' as RFC 3339 with offset or as "
                    + "milliseconds since 1970."
            )
        }
        guard let equipment = document.string("equipment") ?? `default` else {
            throw Failure("\(place) names no equipment. Add the field, or say --equipment PATH.")
        }
        let isCount = Self.quantities.contains { document.member($0) != nil }
        state = document.string("state") ?? ""
        guard !state.isEmpty || isCount else {
            throw Failure(
                "\(place) has neither a state nor a count. Expected 'state', or one of "
                    + Self.quantities.joined(separator: ", ") + "."
            )
        }
        contract = state.isEmpty ? "equipment.counts" : "equipment.states"
        (self.time, self.equipment) = (time, equipment)
        (mode, reason) = (document.string("mode"), document.string("reason"))
        self.value =
            document.string("equipment") == nil ? Self.adding(equipment, to: document) : value
    }

    /// The fields that make a record a count.
    static let quantities = ["total", "good", "scrap", "rework", "startup_rejects"]

    private static func adding(
        _ equipment: String,
        to document: borrowing JSONDocument
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        JSONWriter.beginObject(&bytes)
        JSONWriter.field("equipment", equipment, &bytes)
        document.forEachMember { name, member in
            JSONWriter.name(name, &bytes)
            member.append(to: &bytes)
        }
        JSONWriter.endObject(&bytes)
        return bytes
    }

    /// The event as a line of `takt replay`.
    func line(prefix: String) -> [UInt8] {
        var bytes: [UInt8] = []
        JSONWriter.beginObject(&bytes)
        JSONWriter.field("topic", prefix + contract, &bytes)
        JSONWriter.field("key", equipment, &bytes)
        JSONWriter.field("timestamp", time.milliseconds, &bytes)
        JSONWriter.name("value" as StaticString, &bytes)
        bytes += value
        JSONWriter.endObject(&bytes)
        bytes.append(0x0A)
        return bytes
    }
}
