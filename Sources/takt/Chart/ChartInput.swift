import PlantModel
import ProcessControl
import Records

/// Collects the readings of one characteristic from topics or files, in order of arrival.
struct ChartInput {
    private let contract: String
    private let attributes: AttributeKind?

    private let installation: Installation
    private let equipment: String
    private let characteristic: String
    private let product: String?
    private let mappings: [TopicMapping]
    private var readings: [ChartReading] = []
    /// What people decided about the limits of the chart.
    private var decisions: [LimitRecord] = []
    private var seen: Set<Int> = []
    private var recordCount = 0

    init(
        installation: Installation,
        equipment: String,
        characteristic: String,
        product: String?,
        attributes: AttributeKind?
    ) {
        let contract = attributes == nil ? "process.measurements" : "process.inspections"
        self.contract = contract
        self.attributes = attributes
        self.installation = installation
        self.equipment = equipment
        self.characteristic = characteristic
        self.product = product
        mappings = installation.configuration.mappings.filter { $0.contract == contract }
    }

    /// Reads the cluster's topics to their end.
    mutating func readTopics() throws(Failure) {
        var topics = [installation.topic(contract)] + mappings.map(\.topic)
        topics.append(installation.topic("spc.limits"))
        let settings = try installation.kafkaSettings()
        var input = self
        try TopicReading(settings: settings, topics: topics).forEach { record in
            input.add(
                topics[record.topic],
                record.key,
                record.value,
                record.timestampMilliseconds
            )
        }
        self = input
    }

    /// Reads replay lines.
    mutating func readFiles(_ paths: [String]) throws(Failure) {
        var lines = try ReplayLines(paths)
        while let line = try lines.next() {
            add(line.topic, line.key, line.value, line.timestampMilliseconds)
        }
    }

    private mutating func add(
        _ topic: String,
        _ key: [UInt8]?,
        _ original: [UInt8]?,
        _ timestamp: Int64
    ) {
        if topic == installation.topic("spc.limits") || topic == "spc.limits" {
            return addLimits(original)
        }
        let mapping = mappings.first { $0.topic == topic }
        let isOurs = topic == installation.topic(contract) || topic == contract
        guard mapping != nil || isOurs, let original else { return }
        // Most records are about other machines; their key says so before anything is parsed.
        if mapping == nil, let key, !key.elementsEqual(equipment.utf8) { return }
        recordCount += 1
        let value =
            mapping.map {
                MappedRecord.value(original, key: key, timestampMilliseconds: timestamp, by: $0)
            } ?? original
        guard
            let reading = ChartReading(
                value,
                equipment: equipment,
                characteristic: characteristic,
                attributes: attributes
            )
        else { return }
        if let seq = reading.seq, !seen.insert(seq).inserted { return }
        readings.append(reading)
    }

    private mutating func addLimits(_ value: [UInt8]?) {
        let record = value.flatMap {
            LimitRecord($0, equipment: equipment, characteristic: characteristic)
        }
        if let record, record.isDecision, record.chartNumber == 1 { decisions.append(record) }
    }

    /// Versions of limits that people decided about, for the product that is charted.
    var versions: [LimitRecord] {
        decisions.filter { $0.product == chosenProduct && $0.stage.isEmpty }
    }

    /// The product that is charted.
    var chosenProduct: String { product ?? readings.last?.product ?? "" }

    /// The readings of the chosen product; a sentence when there are none.
    func chosen() throws(Failure) -> [ChartReading] {
        guard !readings.isEmpty else {
            let seen =
                recordCount == 0 ? "no measurement of \(equipment)" : "none of \(characteristic)"
            throw Failure(
                "There is \(seen) in what was read. Check the path, the name, and the topic prefix."
            )
        }
        let wanted = chosenProduct
        let chosen = readings.filter { $0.product == wanted }
        guard !chosen.isEmpty else {
            let known = Set(readings.map(\.product)).sorted().joined(separator: ", ")
            throw Failure("There is no reading of the product \(wanted); there are: \(known).")
        }
        return chosen
    }
}
