/// How producers choose the partition of a key; Takt checks it on every record.
public enum Partitioner: String, Sendable, CaseIterable {
    /// The default of Java clients, and `partitioner=murmur2` of librdkafka.
    case murmur2
    /// No check: keys of one equipment may lie anywhere only if `repartition` is on.
    case unchecked = "none"
}
