/// A record in a log of the simulated broker, or the marker that ends a transaction.
public struct SimulatedRecord: Sendable, Equatable {
    /// What lies at an offset.
    public enum Kind: Sendable {
        /// Key, value and headers.
        case data
        /// The transaction of this producer was committed up to here.
        case commitMarker
        /// The transaction of this producer was aborted up to here.
        case abortMarker
    }

    /// What became of a record's transaction.
    public enum Outcome: Sendable {
        /// It never was in one.
        case plain
        /// Its marker has not come yet.
        case open
        /// It counts.
        case committed
        /// It does not count.
        case aborted
    }

    /// A header of a record.
    public struct Header: Sendable, Equatable {
        /// The name.
        public var name: String
        /// The bytes.
        public var value: [UInt8]

        /// A header.
        public init(name: String, value: [UInt8]) {
            self.name = name
            self.value = value
        }
    }

    /// What lies here.
    public var kind = Kind.data
    /// What became of its transaction.
    public internal(set) var outcome = Outcome.plain
    /// Its place in the partition; markers take a place too.
    public internal(set) var offset: Int64 = -1
    /// The key, nil for a null key.
    public var key: [UInt8]?
    /// The value, nil for a null value (a tombstone).
    public var value: [UInt8]?
    /// The headers in order.
    public var headers: [Header]
    /// Milliseconds since the Unix epoch.
    public var timestampMilliseconds: Int64
    /// Who sent it; -1 for a producer without identity.
    public internal(set) var producerID: Int64 = -1
    /// The producer's epoch.
    public internal(set) var epoch: Int16 = -1

    /// A record that is not in a log yet.
    public init(
        key: [UInt8]?,
        value: [UInt8]?,
        headers: [Header] = [],
        timestampMilliseconds: Int64 = 0
    ) {
        self.key = key
        self.value = value
        self.headers = headers
        self.timestampMilliseconds = timestampMilliseconds
    }

    /// Whether a reader of committed records is given it.
    public var isCommitted: Bool {
        kind == .data && (outcome == .plain || outcome == .committed)
    }

    /// The bytes of the first header with a name.
    public func header(_ name: String) -> [UInt8]? {
        headers.first { $0.name == name }?.value
    }
}
