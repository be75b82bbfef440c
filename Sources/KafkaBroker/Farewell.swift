import CRDKafka
import Glibc

/// The end of a client, bounded in time.
///
/// `rd_kafka_destroy` waits for requests in flight and for messages that were not released. Measured
/// with 2.0.2 and 2.16.0: 5 to 6 s after a commit to a broker that is gone, and more than 600 s when the
/// group was being left (2.0.2, connection refused).
@safe
final class Farewell: BackgroundCall {
    private let handle: OpaquePointer
    private let descriptor: Int32

    init(handle: OpaquePointer, descriptor: Int32) {
        unsafe self.handle = unsafe handle
        self.descriptor = descriptor
    }

    /// Destroys the client, waiting at most `milliseconds` for the end of it; false when it goes on.
    @discardableResult
    func run(milliseconds: Int) -> Bool {
        start()
        return wait(milliseconds: milliseconds)
    }

    // Leaving the group was the source's business; here it would wait for a broker that may be gone.
    override func call() {
        unsafe rd_kafka_destroy_flags(handle, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE)
        if descriptor >= 0 { close(descriptor) }
    }
}
