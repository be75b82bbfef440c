import CRDKafka

/// A call of `rd_kafka_send_offsets_to_transaction`, which may never come back.
///
/// The library waits for the group's coordinator without looking at the time it was given
/// (confluentinc/librdkafka issues 5456 and 5511; seen with 2.16.0 after a broker was killed and came
/// back). Whoever waits here can go on; the client is of no use then, and must not be destroyed while
/// the call is in it.
@safe
final class OffsetsCall: BackgroundCall {
    private let client: OpaquePointer
    private let offsets: PartitionList
    private let metadata: KafkaGroupMetadata
    private let milliseconds: Int32
    private let startedMilliseconds = monotonicMilliseconds()
    private var failure: OpaquePointer?

    /// The call, which has so long as far as the library looks at it; `start` begins it.
    init(
        _ client: OpaquePointer,
        _ offsets: consuming PartitionList,
        _ metadata: KafkaGroupMetadata,
        milliseconds: Int
    ) {
        unsafe self.client = unsafe client
        self.offsets = offsets
        self.metadata = metadata
        self.milliseconds = Int32(clamping: milliseconds)
    }

    deinit { if let failure = unsafe failure { unsafe rd_kafka_error_destroy(failure) } }

    override func call() {
        unsafe failure = rd_kafka_send_offsets_to_transaction(
            client,
            offsets.pointer,
            metadata.pointer,
            milliseconds
        )
    }

    /// How long the call has been going on.
    var ageMilliseconds: Int { monotonicMilliseconds() - startedMilliseconds }

    /// The library's error, once `wait` said that the call is over; the caller destroys it.
    func takeFailure() -> OpaquePointer? {
        defer { unsafe failure = nil }
        return unsafe failure
    }
}
