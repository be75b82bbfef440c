import CPlatform
import Rings

/// What a thread runs; the C function that starts it can know no generic parameter.
class ThreadBody {
    /// The whole life of the thread.
    func run() {}
}

/// Runs one agent on a thread of its own until it is done, waiting as its idle strategy says.
///
/// Created and joined by the launcher; `withAgent` may be called after `join` only.
final class AgentThread<A: Agent & ~Copyable>: ThreadBody, @unchecked Sendable {
    // Sendable because the agent is touched by its thread until `join`, by the launcher afterwards.
    private var agent: A
    private var idle: IdleStrategy
    private var rest: ((inout A) -> Void)?
    private var thread = platform_thread()
    private let name: String

    /// - Parameter rest: How to wait after an idle turn, where the agent has a better way than to park.
    init(
        _ agent: consuming A,
        name: String,
        idle: IdleStrategy,
        rest: ((inout A) -> Void)? = nil
    ) {
        self.agent = agent
        self.name = name
        self.idle = idle
        self.rest = rest
    }

    /// Starts the thread; the returned sentence says why it could not be.
    func start() -> String? {
        let context = unsafe Unmanaged<ThreadBody>.passRetained(self).toOpaque()
        let code = unsafe name.withCString { name in
            unsafe platform_thread_start(
                &thread,
                name,
                0,
                { unsafe Unmanaged<ThreadBody>.fromOpaque($0!).takeRetainedValue().run() },
                context
            )
        }
        guard code == 0 else {
            unsafe Unmanaged<ThreadBody>.fromOpaque(context).release()
            return
                "The thread \(name) could not be started (errno \(code)); is a thread limit reached?"
        }
        return nil
    }

    func join() { _ = platform_thread_join(thread) }

    /// The agent, once its thread has ended.
    func withAgent<R>(_ body: (inout A) -> R) -> R { body(&agent) }

    override func run() {
        while !agent.isDone {
            let work = agent.step()
            if work == 0, let rest { rest(&agent) } else { idle.idle(work: work) }
        }
    }
}
