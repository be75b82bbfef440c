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
        super.init(generation: unsafe Self.generation(of: pointer))
    }

    /// The library has no function for it; the metadata written out for another process begins with a
    /// magic and then the generation, in the machine's byte order. 0 for any other layout.
    private static func generation(of metadata: OpaquePointer) -> Int32 {
        var buffer: UnsafeMutableRawPointer?
        var byteCount = 0
        if let error = unsafe rd_kafka_consumer_group_metadata_write(metadata, &buffer, &byteCount)
        {
            unsafe rd_kafka_error_destroy(error)
            return 0
        }
        guard let buffer = unsafe buffer else { return 0 }
        defer { unsafe rd_kafka_mem_free(nil, buffer) }
        let bytes = unsafe UnsafeRawBufferPointer(start: buffer, count: byteCount)
        let magic = Array("CGMDv2:".utf8)
        guard bytes.count >= magic.count + 4, unsafe bytes.starts(with: magic) else {
            return 0
        }
        return unsafe max(0, bytes.loadUnaligned(fromByteOffset: magic.count, as: Int32.self))
    }

    deinit { unsafe rd_kafka_consumer_group_metadata_destroy(pointer) }
}
