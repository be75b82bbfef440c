import Codecs
import PlantModel
import Records

/// A record of a plant's own topic in the form of our contract, as the engine's mapping makes it.
enum MappedRecord {
    /// The value after the mapping; the value itself when it is no object.
    static func value(
        _ value: [UInt8],
        key: [UInt8]?,
        timestampMilliseconds: Int64,
        by mapping: TopicMapping
    ) -> [UInt8] {
        guard let document = try? JSONDocument(parsing: value), document.kind == .object else {
            return value
        }
        var names: [String: String] = [:]
        for (ours, theirs) in mapping.fields { names[theirs] = ours }
        var bytes: [UInt8] = []
        var written: Set<String> = []
        JSONWriter.beginObject(&bytes)
        document.forEachMember { name, member in
            let ours = names[name] ?? name
            guard !(ours == "equipment" && mapping.equipmentSource == .key),
                written.insert(ours).inserted
            else { return }
            JSONWriter.name(ours, &bytes)
            write(member, ours, mapping, &bytes)
        }
        addConstants(mapping, written, &bytes)
        if mapping.equipmentSource == .key, let key {
            let equipment = mapping.equipmentPrefix + String(decoding: key, as: UTF8.self)
            JSONWriter.field("equipment", equipment, &bytes)
        }
        if mapping.timeFormat == .kafka, !written.contains("time") {
            JSONWriter.field("time", timestampMilliseconds, &bytes)
        }
        JSONWriter.endObject(&bytes)
        return bytes
    }

    private static func write(
        _ member: borrowing JSONDocument,
        _ name: String,
        _ mapping: TopicMapping,
        _ bytes: inout [UInt8]
    ) {
        if name == "equipment", let text = member.string {
            JSONWriter.appendString(mapping.equipmentPrefix + text, &bytes)
        } else if name == "time", let scale = scale(mapping.timeFormat), let time = member.double {
            JSONWriter.appendInteger(Int64(exactly: (time * scale).rounded(.down)) ?? 0, &bytes)
        } else if let conversion = mapping.conversions[name], let number = member.double {
            JSONWriter.appendDouble(conversion.applied(to: number), &bytes)
        } else {
            member.append(to: &bytes)
        }
    }

    /// What turns a time of this form into milliseconds; nil when it is one of the contract's forms.
    private static func scale(_ format: TopicMapping.TimeFormat) -> Double? {
        switch format {
        case .contract, .rfc3339, .milliseconds, .kafka: nil
        case .seconds: 1e3
        case .microseconds: 1e-3
        case .nanoseconds: 1e-6
        }
    }

    private static func addConstants(
        _ mapping: TopicMapping,
        _ written: Set<String>,
        _ bytes: inout [UInt8]
    ) {
        for (name, constant) in mapping.constants.sorted(by: { $0.key < $1.key })
        where !written.contains(name) {
            JSONWriter.name(name, &bytes)
            switch constant {
            case .text(let text): JSONWriter.appendString(text, &bytes)
            case .number(let number): JSONWriter.appendDouble(number, &bytes)
            case .boolean(let flag): bytes += (flag ? "true" : "false").utf8
            }
        }
    }
}
