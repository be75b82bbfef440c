import Glibc

/// The name of this process among those of the application, and the hold on it.
///
/// A transactional id must be the same after a restart: only then the broker ends at once what the
/// dead process left open. Without a configured instance the process takes the first free slot of this
/// machine, a lock file in the folder for temporary files; the lock goes with the process.
struct InstanceSlot: ~Copyable {
    private static let countMax = 256

    let instance: String
    private let descriptor: Int32

    init(_ installation: Installation, isExactlyOnce: Bool) throws(Failure) {
        guard isExactlyOnce, installation.configuration.instance == nil else {
            instance = installation.instance
            descriptor = -1
            return
        }
        let folder = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
        let application = installation.configuration.application
        for number in 1...Self.countMax {
            let path = "\(folder)/takt-\(application)-\(number).lock"
            let file = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            guard file >= 0 else {
                throw Failure(
                    "The lock file \(path) cannot be opened (errno \(errno)). Set TMPDIR to a folder "
                        + "that this user may write, or name the process with --instance."
                )
            }
            if flock(file, LOCK_EX | LOCK_NB) == 0 {
                instance = "\(Installation.hostName)-\(number)"
                descriptor = file
                return
            }
            close(file)
        }
        throw Failure(
            "All \(Self.countMax) slots of \(application) on this machine are taken; name the process "
                + "with --instance."
        )
    }

    deinit { if descriptor >= 0 { close(descriptor) } }
}
