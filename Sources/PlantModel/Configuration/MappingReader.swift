import Yams
import Records

/// Reads the `mappings` part of a configuration file.
enum MappingReader {
    static let keys = [
        "topic", "to", "fields", "constants", "convert", "time", "equipment_from",
        "equipment_prefix",
    ]

    static func mappings(_ field: YAMLField?) -> [TopicMapping] {
        var topics: Set<String> = []
        var mappings: [TopicMapping] = []
        for element in field?.list(of: "mappings") ?? [] {
            guard let mapping = mapping(element) else { continue }
            if !topics.insert(mapping.topic).inserted {
                element.reject(
                    found: "the topic '\(mapping.topic)' again",
                    expected: "each topic in one mapping"
                )
            }
            mappings.append(mapping)
        }
        return mappings
    }

    private static func mapping(_ field: YAMLField) -> TopicMapping? {
        guard let fields = field.fields(keys) else { return nil }
        let topic = fields.required("topic", "the name of the plant's topic")
        let contract = fields.required(
            "to",
            "one of \(TopicMapping.contracts.joined(separator: ", "))"
        )
        .flatMap(self.contract)
        if let topic, !TaktConfiguration.isTopicName(topic.scalar ?? "") {
            topic.reject(expected: TaktConfiguration.topicExpected)
        }
        guard let topic = topic?.scalar, let contract else { return nil }
        var mapping = TopicMapping(topic: topic, contract: contract)
        for (name, field) in fields["fields"]?.entries(of: "contract and source fields") ?? [] {
            mapping.fields[name] = field.text("the name of a field of the source")
        }
        for (name, field) in fields["constants"]?.entries(of: "fields and values") ?? [] {
            mapping.constants[name] = constant(field)
            if mapping.fields[name] != nil {
                field.reject(
                    found: "a constant for a field that comes from the source",
                    expected: "each field either in 'fields' or in 'constants'"
                )
            }
        }
        for (name, field) in fields["convert"]?.entries(of: "fields and conversions") ?? [] {
            mapping.conversions[name] = conversion(field)
        }
        readTimeAndEquipment(fields, &mapping)
        return mapping
    }

    private static func readTimeAndEquipment(_ fields: YAMLFields, _ mapping: inout TopicMapping) {
        mapping.timeFormat =
            fields["time"]?.choice([
                "contract": TopicMapping.TimeFormat.contract, "rfc3339": .rfc3339, "s": .seconds,
                "ms": .milliseconds, "us": .microseconds, "ns": .nanoseconds, "kafka": .kafka,
            ]) ?? .contract
        mapping.equipmentSource =
            fields["equipment_from"]?
            .choice(["field": TopicMapping.EquipmentSource.field, "key": .key]) ?? .field
        mapping.equipmentPrefix = fields["equipment_prefix"].flatMap { $0.text() } ?? ""
    }

    private static func contract(_ field: YAMLField) -> String? {
        if let scalar = field.scalar, TopicMapping.contracts.contains(scalar) { return scalar }
        var expected = "one of \(TopicMapping.contracts.joined(separator: ", "))"
        if let nearest = NearestName.find(field.scalar ?? "", among: TopicMapping.contracts) {
            expected += "; did you mean '\(nearest)'?"
        }
        field.reject(expected: expected)
        return nil
    }

    private static func constant(_ field: YAMLField) -> TopicMapping.Constant? {
        guard case .scalar(let scalar) = field.node, !field.isNull else {
            field.reject(expected: "text, a number, true or false")
            return nil
        }
        guard scalar.style == .plain else { return .text(scalar.string) }
        if scalar.string == "true" || scalar.string == "false" {
            return .boolean(scalar.string == "true")
        }
        if let number = Double(scalar.string), number.isFinite { return .number(number) }
        return .text(scalar.string)
    }

    private static func conversion(_ field: YAMLField) -> TopicMapping.Conversion? {
        guard let fields = field.fields(["scale", "offset"]) else { return nil }
        let scale = fields["scale"].flatMap { $0.number() } ?? 1
        if scale == 0 { fields["scale"]?.reject(expected: "a number other than 0") }
        return .init(scale: scale, offset: fields["offset"].flatMap { $0.number() } ?? 0)
    }
}
