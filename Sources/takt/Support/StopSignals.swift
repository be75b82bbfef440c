import Glibc
import Synchronization

/// The wish of a user or of the system that the process ends: SIGINT (Ctrl-C) and SIGTERM.
///
/// The first signal asks; a command sees it in `isRequested` or is woken in `wait`. A second SIGINT
/// ends the process at once.
enum StopSignals {
    private static let count = Atomic<Int>(0)
    /// The ends of a pipe that becomes readable with the first signal and stays so.
    private static let readEnd = Atomic<Int32>(-1)
    private static let writeEnd = Atomic<Int32>(-1)

    /// Takes the signals over; call once, before threads are started.
    static func install() {
        guard readEnd.load(ordering: .relaxed) < 0 else { return }
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { return }
        readEnd.store(ends[0], ordering: .relaxed)
        writeEnd.store(ends[1], ordering: .releasing)
        _ = signal(SIGINT, handler)
        _ = signal(SIGTERM, handler)
        unblock()
    }

    /// Whoever started this process may have had the signals blocked, and a blocked one is inherited.
    private static func unblock() {
        var stops = sigset_t()
        _ = unsafe sigemptyset(&stops)
        _ = unsafe sigaddset(&stops, SIGINT)
        _ = unsafe sigaddset(&stops, SIGTERM)
        _ = unsafe pthread_sigmask(SIG_UNBLOCK, &stops, nil)
    }

    /// True after the first signal.
    static var isRequested: Bool { count.load(ordering: .acquiring) > 0 }

    /// Asks as if a signal had come.
    static func request() { note(SIGTERM) }

    /// Sleeps at most so long; true when the process was asked to stop.
    static func wait(milliseconds: Int) -> Bool {
        guard !isRequested else { return true }
        var entry = pollfd(
            fd: readEnd.load(ordering: .relaxed),
            events: Int16(POLLIN),
            revents: 0
        )
        _ = unsafe poll(&entry, 1, Int32(clamping: max(milliseconds, 0)))
        return isRequested
    }

    // Runs inside the signal: only an atomic counter and write(2), both allowed there.
    private static let handler: @convention(c) (Int32) -> Void = {
        let before = errno  // What the signal interrupted may be about to look at it.
        note($0)
        errno = before
    }

    private static func note(_ number: Int32) {
        let before = count.add(1, ordering: .acquiringAndReleasing).oldValue
        if before > 0, number == SIGINT { _exit(130) }
        guard before == 0 else { return }
        var byte: UInt8 = 1
        _ = unsafe write(writeEnd.load(ordering: .acquiring), &byte, 1)
    }
}
