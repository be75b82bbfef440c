extension TaktConfiguration {
    static let keys = [
        "brokers", "properties", "application", "instance", "prefix", "delivery", "shards", "tasks",
        "partitioner", "repartition", "mappings", "limits", "paths", "metrics", "publish",
    ]

    /// The configuration that a YAML text describes.
    ///
    /// Relative paths are left as they stand; `resolvingPaths(against:)` makes them relative to the
    /// file.
    /// - Parameters:
    ///   - text: the content of a configuration file.
    ///   - file: its name, for messages.
    /// - Throws: `PlantError` with all problems of the file.
    public static func load(
        _ text: String,
        file: String = "takt.yaml"
    ) throws(PlantError) -> TaktConfiguration {
        let problems = ProblemList(file: file)
        var configuration = TaktConfiguration()
        if let fields = YAMLDocument.root(of: text, problems: problems)?.fields(keys) {
            configuration.readCluster(fields)
            configuration.readProcess(fields)
            configuration.mappings = MappingReader.mappings(fields["mappings"])
            configuration.readLimits(fields["limits"])
            configuration.readPaths(fields["paths"])
        }
        try problems.check()
        return configuration
    }

    /// This configuration with relative paths made relative to a folder.
    public func resolvingPaths(against folder: String) -> TaktConfiguration {
        func resolved(_ path: String?) -> String? {
            guard let path, !path.hasPrefix("/"), !folder.isEmpty else { return path }
            return folder.hasSuffix("/") ? folder + path : "\(folder)/\(path)"
        }
        var copy = self
        copy.rulesPath = resolved(rulesPath)
        copy.plantPath = resolved(plantPath)
        copy.topicsPath = resolved(topicsPath)
        return copy
    }

    private mutating func readCluster(_ fields: YAMLFields) {
        if let field = fields["brokers"] {
            brokers = (field.texts(of: "addresses") ?? []).flatMap {
                $0.split(separator: ",").map { String($0.filter { !$0.isWhitespace }) }
            }
            for broker in brokers where !Self.isAddress(broker) {
                field.reject(found: "\"\(broker)\"", expected: "addresses such as broker-1:9092")
            }
        }
        for (name, field) in fields["properties"]?.entries(of: "librdkafka properties") ?? [] {
            if let instead = Self.reservedProperties[name] {
                field.reject(found: "a property that Takt sets itself", expected: instead)
            } else {
                properties[name] = field.text("a value")
            }
        }
        if let field = fields["partitioner"] {
            partitioner = field.choice(["murmur2": .murmur2, "none": .unchecked]) ?? .murmur2
        }
        repartition = fields["repartition"].flatMap { $0.boolean() } ?? false
    }

    private mutating func readProcess(_ fields: YAMLFields) {
        if let name = fields["application"].flatMap(Self.name) { application = name }
        instance = fields["instance"].flatMap(Self.name)
        if let field = fields["prefix"] {
            topicPrefix = field.scalar ?? ""
            let isName = topicPrefix.isEmpty || Self.isTopicName(topicPrefix)
            if field.scalar == nil || !isName { field.reject(expected: Self.topicExpected) }
        }
        if let field = fields["delivery"] {
            let words: KeyValuePairs<String, DeliveryGuarantee> = [
                "auto": .automatic, "exactly-once": .exactlyOnce, "at-least-once": .atLeastOnce,
            ]
            delivery = field.choice(words) ?? .automatic
        }
        if let field = fields["shards"] {
            shards =
                field.scalar == "auto"
                ? 0 : Int(field.integer(1...256, "auto, or a number of threads") ?? 0)
        }
        if let count = fields["tasks"].flatMap({ $0.integer(1...10_000, "a number of partitions") })
        {
            tasks = Int(count)
        }
        if let field = fields["metrics"], field.scalar != "off", let address = field.text() {
            metricsAddress = address
            if !Self.isAddress(address) {
                field.reject(expected: "an address such as 127.0.0.1:9464, or off")
            }
        }
        if let publish = fields["publish"]?.fields(["points", "scores"]) {
            publishesPoints = publish["points"].flatMap { $0.boolean() } ?? false
            publishesScores = publish["scores"].flatMap { $0.boolean() } ?? false
        }
    }

    private mutating func readLimits(_ field: YAMLField?) {
        guard let field, let fields = field.fields(Limits.all.map(\.name)) else { return }
        for limit in Limits.all {
            guard let part = fields[limit.name] else { continue }
            let value: Int64?
            switch limit.unit {
            case .duration: value = part.scalar.flatMap(DurationText.nanoseconds)
            case .bytes: value = part.scalar.flatMap(SizeText.bytes)
            case .count: value = part.scalar.flatMap { Int64($0.filter { $0 != "_" }) }
            }
            if let value, limit.range.contains(value) {
                limits[keyPath: limit.keyPath] = value
            } else {
                let low = limit.text(limit.range.lowerBound)
                let high = limit.text(limit.range.upperBound)
                let standard = limit.text(limit.defaultValue)
                part.reject(expected: "\(low) to \(high) (default \(standard))")
            }
        }
    }

    private mutating func readPaths(_ field: YAMLField?) {
        guard let field, let fields = field.fields(["rules", "plant", "topics"]) else { return }
        rulesPath = fields["rules"].flatMap { $0.text("a folder") }
        plantPath = fields["plant"].flatMap { $0.text("a file") }
        topicsPath = fields["topics"].flatMap { $0.text("a folder") }
    }

    private static func name(_ field: YAMLField) -> String? {
        if let scalar = field.scalar, isTopicName(scalar), scalar.count <= 100 { return scalar }
        field.reject(expected: "a name of 1 to 100 letters, digits, '.', '_' and '-'")
        return nil
    }

    private static func isAddress(_ text: String) -> Bool {
        guard let colon = text.lastIndex(of: ":"), colon > text.startIndex,
            let port = Int(text[text.index(after: colon)...]), (0...65_535).contains(port)
        else { return false }
        return text[..<colon].allSatisfy { $0.isASCII && !$0.isWhitespace && $0 != "/" }
    }
}
