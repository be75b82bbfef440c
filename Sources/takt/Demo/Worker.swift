import CPlatform

/// A thread of the demonstration with one thing to do; to be joined once.
final class Worker: @unchecked Sendable {
    // Sendable because `thread` is touched by the creating thread only.
    private let name: String
    private let body: @Sendable () -> Void
    private var thread: platform_thread?

    init(_ name: String, _ body: @escaping @Sendable () -> Void) {
        self.name = name
        self.body = body
    }

    /// Starts the thread.
    func start() throws(Failure) {
        var handle = platform_thread()
        // The thread takes over the reference that is retained here.
        let context = unsafe Unmanaged<Worker>.passRetained(self).toOpaque()
        let code = unsafe name.withCString { name in
            unsafe platform_thread_start(
                &handle,
                name,
                0,
                { unsafe Unmanaged<Worker>.fromOpaque($0!).takeRetainedValue().body() },
                context
            )
        }
        guard code == 0 else {
            unsafe Unmanaged<Worker>.fromOpaque(context).release()
            throw Failure(
                "The thread \(name) could not be started (errno \(code)). Is a thread limit reached?"
            )
        }
        thread = handle
    }

    /// Waits for its end; at once when it never started.
    func join() {
        guard let thread else { return }
        _ = platform_thread_join(thread)
        self.thread = nil
    }
}
