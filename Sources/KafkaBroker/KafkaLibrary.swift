import CRDKafka

/// Facts about the librdkafka this process runs with, which may be newer than the one it was built with.
public enum KafkaLibrary {
    /// Its version, `2.0.2` for example.
    public static var version: String { unsafe string(rd_kafka_version_str()) }

    /// Whether it knows a property by that name; `value` must be one that the property takes.
    public static func knows(property: String, value: String) -> Bool {
        KafkaConfiguration().setIfKnown(property, value)
    }
}
