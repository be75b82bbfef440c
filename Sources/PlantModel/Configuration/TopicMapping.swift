/// How a topic of the plant becomes events of one of our contracts, without changing its producer.
public struct TopicMapping: Sendable, Hashable {
    /// Where the equipment comes from.
    public enum EquipmentSource: String, Sendable, CaseIterable {
        /// From the field that `fields` names for `equipment`, by default `equipment` itself.
        case field
        /// From the key of the record.
        case key
    }

    /// How the source writes its time.
    public enum TimeFormat: String, Sendable, CaseIterable {
        /// As our contracts do: RFC 3339 text, or integer milliseconds.
        case contract
        /// RFC 3339 text.
        case rfc3339
        /// Seconds since the Unix epoch, fractions allowed.
        case seconds = "s"
        /// Milliseconds since the Unix epoch.
        case milliseconds = "ms"
        /// Microseconds since the Unix epoch.
        case microseconds = "us"
        /// Nanoseconds since the Unix epoch.
        case nanoseconds = "ns"
        /// The event has no time of its own: the Kafka timestamp of the record.
        case kafka
    }

    /// A value that every event of the topic gets.
    public enum Constant: Sendable, Hashable {
        /// Text.
        case text(String)
        /// A number.
        case number(Double)
        /// True or false.
        case boolean(Bool)
    }

    /// A change of unit: `value × scale + offset`.
    public struct Conversion: Sendable, Hashable {
        /// Factor; not zero.
        public var scale: Double
        /// Summand, in the unit of the result.
        public var offset: Double

        /// A conversion.
        public init(scale: Double = 1, offset: Double = 0) {
            self.scale = scale
            self.offset = offset
        }

        /// The value in the unit of the contract.
        public func applied(to value: Double) -> Double { value * scale + offset }
    }

    /// The plant's own topic, by its full name, without our prefix.
    public var topic: String
    /// The contract it is read as, without prefix: `process.measurements` and so on.
    public var contract: String
    /// Names of the source's fields by name of the contract's field.
    public var fields: [String: String]
    /// Values of contract fields that the source does not send.
    public var constants: [String: Constant]
    /// Changes of unit, by name of the contract's field.
    public var conversions: [String: Conversion]
    /// How the source writes its time.
    public var timeFormat: TimeFormat
    /// Where the equipment comes from.
    public var equipmentSource: EquipmentSource
    /// Text put before what the source calls its equipment, such as `acme/berlin/press/`.
    public var equipmentPrefix: String

    /// The contracts that a topic can be mapped to.
    public static let contracts = [
        "equipment.states", "equipment.counts", "process.measurements", "process.inspections",
        "alert.commands", "chart.commands",
    ]

    /// A mapping; see the properties for the meaning of each part.
    public init(
        topic: String,
        contract: String,
        fields: [String: String] = [:],
        constants: [String: Constant] = [:],
        conversions: [String: Conversion] = [:],
        timeFormat: TimeFormat = .contract,
        equipmentSource: EquipmentSource = .field,
        equipmentPrefix: String = ""
    ) {
        self.topic = topic
        self.contract = contract
        self.fields = fields
        self.constants = constants
        self.conversions = conversions
        self.timeFormat = timeFormat
        self.equipmentSource = equipmentSource
        self.equipmentPrefix = equipmentPrefix
    }

    /// The source's name for a field of the contract.
    public func source(of field: String) -> String { fields[field] ?? field }
}
