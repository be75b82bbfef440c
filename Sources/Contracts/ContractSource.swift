import Codecs

/// Takes a contract file apart and says what is missing, with its path.
struct ContractSource {
    let path: String

    func error(_ problem: String) -> ContractError { ContractError(path: path, problem: problem) }

    func string(_ object: borrowing JSONDocument, _ name: String) throws(ContractError) -> String {
        guard let text = object.string(name) else {
            throw error("'\(name)' is missing or no string; every contract states it.")
        }
        return text
    }

    func int(_ object: borrowing JSONDocument, _ name: String) throws(ContractError) -> Int {
        guard let number = object.int(name) else {
            throw error("'\(name)' is missing or no whole number; every contract states it.")
        }
        return number
    }

    func headers(
        _ document: borrowing JSONDocument
    ) throws(ContractError) -> [(name: String, meaning: String)] {
        var headers: [(name: String, meaning: String)] = []
        guard let array = document.array("headers") else { return headers }
        try array.forEachElement { _, header throws(ContractError) in
            headers.append((try string(header, "name"), try string(header, "meaning")))
        }
        return headers
    }

    /// The fields that the schema of the value describes.
    func fields(_ schema: borrowing JSONDocument) throws(ContractError) -> [FieldContract] {
        guard let properties = schema.object("properties") else {
            throw error("'value' has no 'properties'; list the fields of the value there.")
        }
        let required = schema.strings("required") ?? []
        var fields: [FieldContract] = []
        try properties.forEachMember { name, property throws(ContractError) in
            fields.append(try field(name, property, isRequired: required.contains(name)))
        }
        for name in required where !fields.contains(where: { $0.name == name }) {
            throw error("'required' names \(name), which 'properties' does not describe.")
        }
        return fields
    }

    private func field(
        _ name: String,
        _ property: borrowing JSONDocument,
        isRequired: Bool
    ) throws(ContractError) -> FieldContract {
        guard let meaning = property.string("description") else {
            throw error("the field \(name) has no 'description'.")
        }
        let exclusive = property.double("exclusiveMinimum")
        let least = property.int("minLength") ?? 0
        return FieldContract(
            name: name,
            types: try types(name, property),
            unit: property.string("unit"),
            isRequired: isRequired,
            meaning: meaning,
            words: property.strings("enum") ?? [],
            isTime: property.string("format") == "date-time",
            minimum: exclusive ?? property.double("minimum"),
            isMinimumExclusive: exclusive != nil,
            maximum: property.double("maximum"),
            byteCountRange: least...max(least, property.int("maxLength") ?? .max)
        )
    }

    private func types(
        _ name: String,
        _ property: borrowing JSONDocument
    ) throws(ContractError) -> [FieldContract.FieldType] {
        let words = property.string("type").map { [$0] } ?? property.strings("type") ?? []
        let items = property.object("items")?.string("type")
        var types: [FieldContract.FieldType] = []
        for word in words {
            let plain = word == "array" ? (items == "string" ? "strings" : "numbers") : word
            guard word != "array" || ["string", "number", "integer"].contains(items),
                let type = FieldContract.FieldType(rawValue: plain)
            else {
                throw error(
                    "the field \(name) has the type \(word); values are flat: string, number, "
                        + "integer, boolean, null, or an array of numbers or strings."
                )
            }
            types.append(type)
        }
        guard !types.isEmpty else { throw error("the field \(name) has no 'type'.") }
        return types
    }

    /// The fields of which `anyOf` wants at least one.
    func requiredAny(
        _ schema: borrowing JSONDocument,
        _ fields: [FieldContract]
    ) throws(ContractError) -> [String] {
        var names: [String] = []
        guard let array = schema.array("anyOf") else { return names }
        try array.forEachElement { _, choice throws(ContractError) in
            guard let group = choice.strings("required"), group.count == 1 else {
                throw error("each choice of 'anyOf' is {\"required\": [one field]}.")
            }
            names += group
        }
        for name in names where !fields.contains(where: { $0.name == name }) {
            throw error("'anyOf' names \(name), which 'properties' does not describe.")
        }
        return names
    }

    func samples(
        _ document: borrowing JSONDocument,
        hasSchema: Bool
    ) throws(ContractError) -> [TopicContract.Sample] {
        guard let array = document.array("samples") else {
            throw error("'samples' is missing; every contract lists sample records.")
        }
        var samples: [TopicContract.Sample] = []
        try array.forEachElement { _, sample throws(ContractError) in
            let name = try string(sample, "name")
            var headers: [(name: String, value: String)] = []
            sample.object("headers")?.forEachMember { header, value in
                headers.append((header, value.string ?? ""))
            }
            let value: [UInt8]
            if hasSchema, let object = sample.object("value") {
                value = object.compactBytes
            } else if !hasSchema, let text = sample.string("value_text") {
                value = Array(text.utf8)
            } else {
                throw error(
                    "the sample \(name) has no '\(hasSchema ? "value" : "value_text")'."
                )
            }
            samples.append(
                TopicContract.Sample(
                    name: name,
                    key: sample.string("key"),
                    headers: headers,
                    value: value
                )
            )
        }
        return samples
    }
}
