/// A partition of a topic of the simulated cluster.
struct TopicPartition: Hashable, Comparable, Sendable {
    /// Index into the topics of the cluster.
    var topic: Int
    var partition: Int32

    static func < (left: Self, right: Self) -> Bool {
        (left.topic, left.partition) < (right.topic, right.partition)
    }
}
