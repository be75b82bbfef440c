import Codecs
import Contracts
import KafkaBroker
import PlantModel
import Records

/// What a sample of a topic looks like beside a contract.
struct TopicProbe {
    private struct Finding {
        var count = 0
        var example = ""
    }

    let contract: TopicContract
    let mapping: TopicMapping?
    let partitionCount: Int
    private(set) var count = 0
    private var fittingCount = 0
    private var problems: [String: Finding] = [:]
    private var unknown: [String: Finding] = [:]

    init(contract: TopicContract, mapping: TopicMapping?, partitionCount: Int) {
        self.contract = contract
        self.mapping = mapping
        self.partitionCount = partitionCount
    }

    /// True when every record fits.
    var fits: Bool { fittingCount == count }

    /// Compares one record.
    mutating func add(_ record: KafkaRecord) {
        count += 1
        let place = "partition \(record.partition), offset \(record.offset)"
        guard let original = record.value else {
            note("The value is null; a record needs one.", place)
            return
        }
        let value =
            mapping.map {
                MappedRecord.value(
                    original,
                    key: record.key,
                    timestampMilliseconds: record.timestampMilliseconds,
                    by: $0
                )
            } ?? original
        var found = contract.hasSchema ? contract.problems(in: value) : []
        if contract.direction == .input { found += keyProblems(record, value) }
        for problem in found { note(problem, "\(place): \(Self.excerpt(original))") }
        if found.isEmpty { fittingCount += 1 }
        for field in contract.hasSchema ? contract.unknownFields(in: value) : [] {
            let near = field.suggestion.map { " – did you mean \($0)?" } ?? ""
            unknown[field.name + near, default: Finding(count: 0, example: place)].count += 1
        }
    }

    private mutating func note(_ problem: String, _ example: String) {
        problems[Self.kind(of: problem), default: Finding(count: 0, example: example)].count += 1
    }

    /// Byte positions and numbers differ from record to record; the kind of problem does not.
    private static func kind(of problem: String) -> String {
        var result = ""
        var isInNumber = false
        for character in problem {
            let isDigit = character.isASCII && character.isNumber
            if isDigit, isInNumber { continue }
            result.append(isDigit ? "N" : character)
            isInNumber = isDigit || (isInNumber && character == ".")
        }
        return result.contains("byte N") || result.contains("N bytes") ? result : problem
    }

    private func keyProblems(_ record: KafkaRecord, _ value: [UInt8]) -> [String] {
        guard let key = record.key, !key.isEmpty else {
            return ["The key is empty; it has to be the equipment."]
        }
        var problems: [String] = []
        if let document = try? JSONDocument(parsing: value),
            let equipment = document.string("equipment"), mapping == nil,
            Array(equipment.utf8) != key
        {
            problems.append("The key is not the equipment of the value.")
        }
        let expected = unsafe key.withUnsafeBytes {
            unsafe StableHash.partition(ofKey: $0, partitionCount: partitionCount)
        }
        if expected != record.partition {
            problems.append(
                "The record is not in the partition of its key; set the producer's partitioner to "
                    + "murmur2."
            )
        }
        return problems
    }

    private static func excerpt(_ value: [UInt8]) -> String {
        let text = String(decoding: value.prefix(100), as: UTF8.self)
        return TableText.oneLine(text) + (value.count > 100 ? "…" : "")
    }

    /// The findings for people.
    func report(topic: String) -> String {
        guard count > 0 else { return "\(topic) holds no records; there is nothing to compare.\n" }
        var text = "\(topic) beside the contract \(contract.name)"
        text += mapping == nil ? ":\n" : ", after the mapping:\n"
        text += "  \(NumberText.count(count, "record")) looked at, "
        text += "\(NumberText.grouped(fittingCount)) fit, "
        text += "\(NumberText.grouped(count - fittingCount)) do not\n"
        text += lines("What does not fit", problems)
        text += lines("Fields the contract does not know (allowed, and visible to rules)", unknown)
        return text
    }

    private func lines(_ title: String, _ findings: [String: Finding]) -> String {
        guard !findings.isEmpty else { return "" }
        var text = "\n\(title):\n"
        for (problem, finding) in findings.sorted(by: {
            ($1.value.count, $0.key) < ($0.value.count, $1.key)
        }) {
            text += "  \(NumberText.grouped(finding.count)) × \(problem)\n"
            text += "      for example \(finding.example)\n"
        }
        return text
    }
}
