import Codecs
import Engine
import PlantModel
import Records

/// One version of the plant file as it lies on `plant.versions`: its text, who put it there and why, and
/// from when on its limits hold.
struct PlantVersion: PublishedVersion {
    static let subject = "the plant file"
    static let historyCommand = "takt plant history"
    static let size = (verb: "has", remedy: "Shorten it.")
    static let kind = SetKind.plant

    /// Counts the versions from 1.
    var number: UInt64 = 0
    /// Hash of the text.
    var hash: String
    var text: String
    /// What the file calls itself.
    var label: String
    /// nil: for the points to come of every chart.
    var effectiveFrom: EventTime?
    var by: String
    var why: String
    var time: EventTime
    /// The version that was the newest when it came; 0 for the first.
    var previous: UInt64 = 0

    /// A version that has no number yet.
    init(
        _ text: String,
        _ plant: Plant,
        effectiveFrom: EventTime? = nil,
        by: String,
        why: String,
        time: EventTime = EventText.now
    ) {
        var digits: [UInt8] = []
        Hex.append(plant.contentHash, to: &digits)
        hash = String(decoding: digits, as: UTF8.self)
        self.text = text
        label = plant.version
        self.effectiveFrom = effectiveFrom
        self.by = by
        self.why = why
        self.time = EventTime(milliseconds: time.milliseconds)
    }

    /// The plant, or a sentence when this program cannot use it.
    func plant() throws(Failure) -> Plant {
        do throws(PlantError) {
            return try Plant.load(text, file: "version \(number)")
        } catch {
            throw Failure(
                "Version \(number) of the plant file cannot be used by this program.\n\(error)"
            )
        }
    }

    /// What tasks take of it.
    func limits(of plant: Plant) -> PlantLimits {
        PlantLimits(
            plant: plant,
            version: label.isEmpty ? "\(number)" : label,
            effectiveFrom: version.effectiveFrom,
            by: by,
            why: why
        )
    }
}

extension PlantVersion {
    /// Reads a record's value; nil when it is none of ours.
    init?(_ value: [UInt8]) {
        guard let document = try? JSONDocument(parsing: value), document.kind == .object,
            let number = document.int("version"), number > 0,
            let hash = document.string("plant"), UInt64(hash, radix: 16) != nil,
            let text = document.string("text"), let time = EventText.time("time", in: document)
        else { return nil }
        self.number = UInt64(number)
        self.hash = hash
        self.text = text
        label = document.string("label") ?? ""
        effectiveFrom = EventText.time("effective_from", in: document)
        by = document.string("by") ?? ""
        why = document.string("why") ?? ""
        self.time = time
        previous = UInt64(max(0, document.int("previous") ?? 0))
    }

    /// The record's value; for lists without the text.
    func encoded(withTexts: Bool = true) -> [UInt8] {
        var bytes: [UInt8] = []
        JSONWriter.beginObject(&bytes)
        JSONWriter.field("set", key, &bytes)
        JSONWriter.field("version", Int(clamping: number), &bytes)
        JSONWriter.field("plant", hash, &bytes)
        JSONWriter.field("label", label, &bytes)
        JSONWriter.field("time", time, &bytes)
        if let effectiveFrom { JSONWriter.field("effective_from", effectiveFrom, &bytes) }
        JSONWriter.field("by", by, &bytes)
        JSONWriter.field("why", why, &bytes)
        JSONWriter.field("previous", Int(clamping: previous), &bytes)
        if withTexts { JSONWriter.field("text", text, &bytes) }
        JSONWriter.endObject(&bytes)
        return bytes
    }
}
