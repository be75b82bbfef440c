/// What rules may know about topics: their names, their fields, types and units.
///
/// Made from the topic contracts plus the fields that a plant's mapping adds; tests make their own.
public struct FieldCatalogue: Sendable {
    /// What a field holds.
    public enum FieldType: String, Sendable {
        /// Text.
        case text
        /// A whole number.
        case integer
        /// Any number.
        case number
        /// A truth value.
        case boolean
        /// An event time; conditions see it as milliseconds.
        case time
        /// An array of numbers; conditions can only ask for its length.
        case numbers
        /// Anything; the contract does not say.
        case any
    }

    /// One field of a topic.
    public struct Field: Sendable {
        /// What it holds.
        public var type: FieldType
        /// Its unit, when it has one.
        public var unit: String?
        /// The only words it may hold; empty when any will do.
        public var words: [String]
        /// The least number it may hold, or nil.
        public var minimum: Double?
        /// The greatest number it may hold, or nil.
        public var maximum: Double?
        /// What it means, for people; may be empty.
        public var meaning: String

        /// A field of a type, with a unit, words and bounds when it has them.
        public init(
            _ type: FieldType,
            unit: String? = nil,
            words: [String] = [],
            minimum: Double? = nil,
            maximum: Double? = nil,
            meaning: String = ""
        ) {
            self.type = type
            self.unit = unit
            self.words = words
            self.minimum = minimum
            self.maximum = maximum
            self.meaning = meaning
        }

        /// The unit, when it says how to compare: not that of a plain number, a time or "the
        /// characteristic's".
        var comparableUnit: String? {
            guard type != .time, let unit, unit != "1", !unit.hasPrefix("the ") else { return nil }
            return unit
        }
    }

    /// Fields whose value says what an event is about: which series of measurements, which chart,
    /// which kind of result. An event about something else says nothing to a rule that compares
    /// such a field with a word: it neither raises nor clears its alerts.
    public static let subjectFields: Set<String> = [
        "characteristic", "chart", "detector", "location", "status", "window",
    ]

    /// The topics whose events the engine gives to rules. A rule on another one never sees any.
    public static let fedTopics: Set<String> = [
        "equipment.states", "equipment.counts", "process.measurements", "process.inspections",
        "spc.points", "spc.signals", "kpi.oee", "anomaly.detections",
    ]

    private let topics: [String: [String: Field]]

    /// A catalogue of topics by name (without prefix) and fields by name.
    public init(topics: [String: [String: Field]]) { self.topics = topics }

    /// The fields of a topic, or nil when there is no such topic.
    public func fields(of topic: String) -> [String: Field]? { topics[topic] }

    /// The names of all topics, in alphabetical order.
    public var topicNames: [String] { topics.keys.sorted() }
}
