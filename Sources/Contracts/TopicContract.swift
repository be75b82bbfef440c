import Codecs
import Records

/// The contract of one topic, as `topics/<name>.json` states it.
public struct TopicContract: Sendable {
    /// Who writes the topic.
    public enum Direction: String, Sendable {
        /// The plant writes, Takt reads.
        case input = "in"
        /// Takt writes.
        case output = "out"
        /// Takt's own business.
        case `internal` = "internal"
    }

    /// An example of a record.
    public struct Sample: Sendable {
        /// What it shows.
        public var name: String
        /// Its key; nil where the key is a field of the value.
        public var key: String?
        /// Its headers.
        public var headers: [(name: String, value: String)]
        /// Its value: JSON, or any bytes where the contract has no schema.
        public var value: [UInt8]
    }

    /// The name without prefix, such as `equipment.states`.
    public var name: String
    /// Who writes it.
    public var direction: Direction
    /// What the key of a record is: the name of a field, or words where it is none.
    public var key: String
    /// Topics of one family have the same number of partitions; `equipment` is the first.
    public var family: String
    /// Partitions that `takt topics apply` creates unless told otherwise.
    public var partitions: Int
    /// How long records are kept, in milliseconds; -1 for ever.
    public var retentionMilliseconds: Int64
    /// `delete` or `compact`.
    public var cleanupPolicy: String
    /// What the topic is for.
    public var meaning: String
    /// How the contract may change.
    public var evolution: String
    /// Headers of its records and what they mean.
    public var headers: [(name: String, meaning: String)]
    /// The fields of the value in the order of the contract; empty where the value has no schema.
    public var fields: [FieldContract]
    /// A record carries at least one of these fields; empty when there is no such condition.
    public var requiredAny: [String]
    /// Whether the value has a schema; without one it may be any bytes.
    public var hasSchema: Bool
    /// The JSON Schema of the value as compact JSON; empty where it has none.
    public var schema: [UInt8]
    /// Examples.
    public var samples: [Sample]

    /// The names of the fields, for the field plan of an input.
    public var fieldNames: [String] { fields.map(\.name) }

    /// A plan for the fields of the contract, and then those that rules mention besides.
    public func plan(with others: [String] = []) -> FieldPlan {
        FieldPlan(names: fieldNames + others)
    }

    /// The field with a name, or nil.
    public func field(_ name: String) -> FieldContract? { fields.first { $0.name == name } }
}
