import CRDKafka
import Glibc

/// A call into the library that may take longer than anybody can wait, on a thread of its own. A thread
/// that is left behind ends with its call or with the process, and touches nothing of ours.
///
/// A class to inherit from. The thread owns the object until the call is over; start it once.
@safe
class BackgroundCall {
    private var thread = pthread_t()
    private var isRunning = false

    deinit { if isRunning { pthread_detach(thread) } }

    /// What is to be called.
    func call() { preconditionFailure("A background call has to say what it calls.") }

    /// Begins the call; where no thread can be had it is made here and now.
    final func start() {
        let context = unsafe Unmanaged.passRetained(self).toOpaque()
        let started = unsafe pthread_create(
            &thread,
            nil,
            { context in
                guard let context = unsafe context else { return nil }
                unsafe Unmanaged<BackgroundCall>.fromOpaque(context).takeRetainedValue().call()
                return nil
            },
            context
        )
        isRunning = started == 0
        guard !isRunning else { return }
        unsafe Unmanaged<BackgroundCall>.fromOpaque(context).release()
        call()
    }

    /// Waits at most so long for the end of the call; false when it goes on.
    final func wait(milliseconds: Int) -> Bool {
        guard isRunning else { return true }
        var end = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &end)
        let nanoseconds = end.tv_nsec + (max(milliseconds, 0) % 1000) * 1_000_000
        end.tv_sec += max(milliseconds, 0) / 1000 + nanoseconds / 1_000_000_000
        end.tv_nsec = nanoseconds % 1_000_000_000
        isRunning = unsafe pthread_timedjoin_np(thread, nil, &end) != 0
        return !isRunning
    }
}
