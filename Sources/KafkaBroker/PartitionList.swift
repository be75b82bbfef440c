import CRDKafka

/// Owner of an `rd_kafka_topic_partition_list_t`.
@safe
struct PartitionList: ~Copyable {
    let pointer: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>

    init(capacity: Int) {
        unsafe pointer = rd_kafka_topic_partition_list_new(Int32(capacity))
    }

    deinit { unsafe rd_kafka_topic_partition_list_destroy(pointer) }

    var count: Int { unsafe Int(pointer.pointee.cnt) }

    func append(_ topic: String, _ partition: Int32, offset: Int64? = nil) {
        let element = unsafe rd_kafka_topic_partition_list_add(pointer, topic, partition)
        if let offset { unsafe element?.pointee.offset = offset }
    }

    /// The offset and error of an element, in the order of appending.
    subscript(index: Int) -> (partition: Int32, offset: Int64, error: rd_kafka_resp_err_t) {
        let element = unsafe pointer.pointee.elems[index]
        return unsafe (element.partition, element.offset, element.err)
    }
}
