import Glibc

/// Files read one after the other as one stream of chunks; `-` is standard input.
///
/// A file that does not end with a line end gets one, so that the next begins on a line of its own.
struct InputFiles: ~Copyable {
    private static let chunkByteCount = 1 << 20

    private let paths: [String]
    private var next = 0
    private var descriptor: Int32 = -1
    private var last: UInt8 = 0x0A
    /// Bytes read so far.
    private(set) var byteCount = 0

    /// Checks that every path can be opened for reading.
    init(_ paths: [String]) throws(Failure) {
        for path in paths where path != "-" {
            guard !FileText.isFolder(path) else {
                throw Failure("\(path) is a folder. Name the files in it.")
            }
            guard unsafe access(path, R_OK) == 0 else {
                let reason = unsafe String(cString: strerror(errno))
                throw Failure("The file \(path) cannot be read: \(reason). Check the path.")
            }
        }
        self.paths = paths
    }

    deinit { if descriptor > 0 { close(descriptor) } }

    /// Appends the next chunk; appends nothing at the end of the last file.
    mutating func read(into bytes: inout [UInt8]) throws(Failure) {
        while true {
            if descriptor < 0 {
                guard next < paths.count else { return }
                try openNext()
            }
            let count = try fill(&bytes)
            if count > 0 { return }
            if descriptor > 0 { close(descriptor) }
            descriptor = -1
            if last != 0x0A {
                bytes.append(0x0A)
                last = 0x0A
                return
            }
        }
    }

    private mutating func openNext() throws(Failure) {
        let path = paths[next]
        next += 1
        descriptor = path == "-" ? 0 : unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw Failure(
                "The file \(path) cannot be opened any more. Leave it in place meanwhile."
            )
        }
    }

    private mutating func fill(_ bytes: inout [UInt8]) throws(Failure) -> Int {
        let start = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: Self.chunkByteCount))
        var count = -1
        repeat {
            // The array has room for a chunk behind `start`.
            count = unsafe bytes.withUnsafeMutableBytes {
                unsafe Glibc.read(descriptor, $0.baseAddress! + start, Self.chunkByteCount)
            }
        } while count < 0 && errno == EINTR
        bytes.removeLast(Self.chunkByteCount - max(count, 0))
        guard count >= 0 else {
            let reason = unsafe String(cString: strerror(errno))
            throw Failure("Reading \(paths[next - 1]) failed: \(reason).")
        }
        byteCount += count
        if let newest = bytes.last, count > 0 { last = newest }
        return count
    }
}
