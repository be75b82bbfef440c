import CRDKafka
import Records

/// The membership of a source at its last assignment, for `KafkaSink.sendOffsets`.
///
/// A transaction that carries it is refused when the group has moved on (KIP-447). Immutable; may be
/// handed to another thread.
@safe
public final class KafkaGroupMetadata: Membership, @unchecked Sendable {
    // Sendable because the library never writes to it after it was made.
    let pointer: OpaquePointer

    init(consuming pointer: OpaquePointer) {
        unsafe self.pointer = unsafe pointer
        super.init()
    }

    deinit { unsafe rd_kafka_consumer_group_metadata_destroy(pointer) }
}
