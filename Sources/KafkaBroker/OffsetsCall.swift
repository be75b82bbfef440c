import CRDKafka
import Glibc

/// A call of `rd_kafka_send_offsets_to_transaction`, on a thread of its own, because it may never come
/// back.
///
/// The library waits for the group's coordinator without looking at the time it was given
/// (confluentinc/librdkafka issues 5456 and 5511; seen with 2.16.0 after a broker was killed and came
/// back). Whoever waits here can go on; the client is of no use then, and must not be destroyed while
/// the call is in it.
@safe
final class OffsetsCall {
    private let client: OpaquePointer
    private let offsets: PartitionList
    private let metadata: KafkaGroupMetadata
    private let milliseconds: Int32
    private let startedMilliseconds = monotonicMilliseconds()
    private var thread = pthread_t()
    private var isRunning = false
    private var failure: OpaquePointer?

    /// Begins the call, which has so long, as far as the library looks at it.
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
        // The thread holds this object until the call is over.
        let context = unsafe Unmanaged.passRetained(self).toOpaque()
        let started = unsafe pthread_create(
            &thread,
            nil,
            { context in
                guard let context = unsafe context else { return nil }
                unsafe Unmanaged<OffsetsCall>.fromOpaque(context).takeRetainedValue().call()
                return nil
            },
            context
        )
        isRunning = started == 0
        guard !isRunning else { return }
        unsafe Unmanaged<OffsetsCall>.fromOpaque(context).release()
        call()
    }

    deinit {
        // Given up: the thread ends with the call or with the process.
        if isRunning { pthread_detach(thread) }
        if let failure = unsafe failure { unsafe rd_kafka_error_destroy(failure) }
    }

    private func call() {
        unsafe failure = rd_kafka_send_offsets_to_transaction(
            client,
            offsets.pointer,
            metadata.pointer,
            milliseconds
        )
    }

    /// How long the call has been going on.
    var ageMilliseconds: Int { monotonicMilliseconds() - startedMilliseconds }

    /// Waits at most so long for the end of the call; false when it goes on.
    func wait(milliseconds: Int) -> Bool {
        guard isRunning else { return true }
        guard Self.join(thread, milliseconds: milliseconds) else { return false }
        isRunning = false
        return true
    }

    /// The library's error, once the call is over; the caller destroys it.
    func takeFailure() -> OpaquePointer? {
        precondition(!isRunning, "A call that goes on has no outcome yet.")
        defer { unsafe failure = nil }
        return unsafe failure
    }

    /// Waits at most so long for the end of a thread; false when it goes on.
    static func join(_ thread: pthread_t, milliseconds: Int) -> Bool {
        var end = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &end)
        let nanoseconds = end.tv_nsec + (max(milliseconds, 0) % 1000) * 1_000_000
        end.tv_sec += max(milliseconds, 0) / 1000 + nanoseconds / 1_000_000_000
        end.tv_nsec = nanoseconds % 1_000_000_000
        return unsafe pthread_timedjoin_np(thread, nil, &end) == 0
    }
}
