import Glibc

/// Where a command writes its lines: a file, or standard output for `-`. Buffered.
struct OutputFile: ~Copyable {
    private static let bufferByteCount = 1 << 16

    private let path: String
    private let descriptor: Int32
    private var buffer: [UInt8] = []

    /// Opens a file for writing, from nothing.
    init(_ path: String) throws(Failure) {
        self.path = path
        if path == "-" {
            descriptor = Terminal.output
            return
        }
        let opened = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard opened >= 0 else {
            let reason = unsafe String(cString: strerror(errno))
            throw Failure(
                "The file \(path) cannot be written: \(reason). Choose another path or change its "
                    + "permissions."
            )
        }
        descriptor = opened
    }

    deinit { if descriptor > 2 { close(descriptor) } }

    /// Appends bytes.
    mutating func write(_ bytes: [UInt8]) throws(Failure) {
        buffer += bytes
        if buffer.count >= Self.bufferByteCount { try flush() }
    }

    /// Appends text.
    mutating func write(_ text: String) throws(Failure) { try write(Array(text.utf8)) }

    /// Hands everything to the system. Call it at the end: nothing is flushed by itself.
    mutating func flush() throws(Failure) {
        var start = 0
        while start < buffer.count {
            let count = unsafe buffer.withUnsafeBytes {
                unsafe Glibc.write(descriptor, $0.baseAddress! + start, $0.count - start)
            }
            if count >= 0 {
                start += count
            } else if errno == EPIPE, path == "-" {
                Terminal.exit(0)
            } else if errno != EINTR {
                let reason = unsafe String(cString: strerror(errno))
                throw Failure(
                    "Writing \(path == "-" ? "standard output" : path) failed: \(reason). Make room "
                        + "or choose another path."
                )
            }
        }
        buffer.removeAll(keepingCapacity: true)
    }
}
