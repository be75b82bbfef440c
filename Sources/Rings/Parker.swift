import CPlatform
import Synchronization

/// A place where one thread sleeps until another has something for it. Share it freely.
///
/// One sleeper (through its `IdleStrategy`), any number of wakers. A waker first makes its work
/// visible (pushes into a ring), then calls `wake()`. No wake-up is lost, see
/// Rings.docc/Orderings.md.
///
/// `@safe`: the word is allocated here, and freed after the last user is gone.
/// `@unchecked Sendable`: its only mutable part is an atomic word.
@safe
public final class Parker: @unchecked Sendable {
    @usableFromInline static let awake: UInt32 = 0
    @usableFromInline static let parked: UInt32 = 1

    // On the heap, because the kernel needs a stable address; in a block of four cache lines,
    // because nothing that is written often may share its pair of lines.
    @usableFromInline let word: UnsafeMutablePointer<Atomic<UInt32>>
    @usableFromInline let needsFence: Bool
    private let memory: UnsafeMutableRawPointer

    /// A parker nobody sleeps in.
    public init() {
        unsafe memory = .allocate(byteCount: 256, alignment: 128)
        unsafe word = memory.bindMemory(to: Atomic<UInt32>.self, capacity: 1)
        unsafe word.initialize(to: Atomic(Self.awake))
        needsFence = !platform_fence_all_threads_register()
    }

    deinit {
        unsafe word.deinitialize(count: 1)
        unsafe memory.deallocate()
    }

    /// Wakes the sleeper if there is one. Call it once per batch, after publishing the batch.
    ///
    /// One relaxed load when nobody sleeps, a system call (some microseconds) otherwise. Any
    /// thread.
    @inlinable
    public func wake() {
        // The sleeper fences all threads after it said that it sleeps; here the compiler must only
        // keep the order in which the program says it. Without that system call, fence here.
        if needsFence {
            atomicMemoryFence(ordering: .sequentiallyConsistent)
        } else {
            platform_compiler_fence()
        }
        if unsafe word.pointee.load(ordering: .relaxed) == Self.parked { wakeSleeper() }
    }

    @usableFromInline
    func wakeSleeper() {
        let old = unsafe word.pointee.exchange(Self.awake, ordering: .acquiringAndReleasing)
        if old == Self.parked { _ = unsafe platform_futex_wake(word, 1) }
    }

    /// Says that the owner is about to sleep. It must look at all its inputs once more before
    /// `sleep`.
    @usableFromInline
    func announce() {
        unsafe word.pointee.store(Self.parked, ordering: .sequentiallyConsistent)
        if needsFence {
            atomicMemoryFence(ordering: .sequentiallyConsistent)
        } else {
            _ = platform_fence_all_threads()
        }
    }

    /// Takes `announce` back.
    @usableFromInline
    func retract() { unsafe word.pointee.store(Self.awake, ordering: .relaxed) }

    /// Sleeps after `announce` until woken or the time is over. False when nobody woke it: then the
    /// announcement still stands.
    @usableFromInline
    func sleep(nanoseconds: Int64) -> Bool {
        _ = unsafe platform_futex_wait(word, Self.parked, nanoseconds)
        return unsafe word.pointee.load(ordering: .acquiring) != Self.parked
    }
}
