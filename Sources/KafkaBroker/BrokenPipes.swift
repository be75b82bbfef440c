import Glibc

/// Keeps a peer that hangs up from ending the process.
///
/// Client and mock cluster write to sockets and pipes whose other end may just have gone, and the
/// default of the system for that is to end the process without a word (SIGPIPE). A disposition that
/// the application chose itself stays.
enum BrokenPipes {
    /// Takes effect once, whoever asks first.
    static let areIgnored: Bool = {
        let before = signal(SIGPIPE, SIG_IGN)
        if let before { _ = signal(SIGPIPE, before) }
        return true
    }()
}
