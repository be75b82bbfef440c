import Records

extension Plant {
    static let keys = [
        "version", "time_zone", "unknown_equipment", "unknown_characteristic", "defaults",
        "learned", "calendars", "states", "equipment", "characteristics",
    ]

    /// The plant that a YAML text describes.
    ///
    /// - Parameters:
    ///   - text: the content of a plant file.
    ///   - file: its name, for messages.
    /// - Throws: `PlantError` with all problems of the file.
    public static func load(_ text: String, file: String = "plant.yaml") throws(PlantError) -> Plant
    {
        let problems = ProblemList(file: file)
        let root = YAMLDocument.root(of: text, problems: problems)
        let plant = root?.fields(keys).map { read($0, contentHash: StableHash.fnv1a(text)) }
        try problems.check()
        guard let plant else { preconditionFailure("A plant file failed without a problem.") }
        return plant
    }

    /// A plant that learns everything it meets, for engines that run without a plant file.
    public static let empty: Plant = {
        guard let plant = try? load("version: none") else {
            preconditionFailure("The empty plant has to load.")
        }
        return plant
    }()

    private static let learnedChartDefault = CharacteristicSettings.Chart(
        kind: .individuals,
        rules: [1],
        limits: .estimated(points: 100)
    )

    private static func read(_ fields: YAMLFields, contentHash: UInt64) -> Plant {
        let zone = fields["time_zone"]?.timeZone() ?? .utc
        let calendars = calendars(fields["calendars"], zone)
        var reader = EquipmentReader(calendars: Set(calendars.keys))
        var defaults = EquipmentNode()
        if let field = fields["defaults"]?.fields(EquipmentReader.settingKeys) {
            defaults = reader.node(field)
        }
        if let field = fields["equipment"] { reader.read(field) }
        let learned = fields["learned"]?.fields(["chart", "anomaly"])
        return Plant(
            version: fields["version"].flatMap { $0.text() } ?? "",
            contentHash: contentHash,
            unknownEquipment: policy(fields["unknown_equipment"]),
            unknownCharacteristic: policy(fields["unknown_characteristic"]),
            states: StateReader.mapping(fields["states"]),
            characteristics: CharacteristicReader.characteristics(fields["characteristics"]),
            paths: reader.order,
            base: defaults.applied(
                to: EquipmentSettings(path: "", timeZone: zone.zoneName),
                path: ""
            ),
            learnedChart: learned?["chart"].flatMap(ChartReader.chart)
                ?? learnedChartDefault,
            learnedAnomaly: learned?["anomaly"].map(CharacteristicReader.anomaly) ?? .init(),
            calendars: calendars,
            nodes: reader.nodes
        )
    }

    private static func calendars(
        _ field: YAMLField?,
        _ zone: LocalClock
    ) -> [String: PlantCalendar] {
        var calendars: [String: PlantCalendar] = [:]
        let reader = CalendarReader(defaultZone: zone)
        for (name, field) in field?.entries(of: "calendar names") ?? [] {
            calendars[name] = reader.calendar(name, field)
        }
        return calendars
    }

    private static func policy(_ field: YAMLField?) -> UnknownPolicy {
        field?.choice(["learn": UnknownPolicy.learn, "dead-letter": .deadLetter]) ?? .learn
    }
}
