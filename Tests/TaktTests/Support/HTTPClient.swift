import Glibc

@testable import takt

/// A client that says exactly the bytes it is given.
struct HTTPClient: ~Copyable {
    private let descriptor: Int32

    /// Connects; throws when nobody listens there.
    init(host: String = "127.0.0.1", port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var patience = timeval(tv_sec: 20, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        unsafe inet_pton(AF_INET, host, &address.sin_addr)
        let isConnected = unsafe withUnsafePointer(to: &address) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        // `deinit` runs then, too, so nothing is closed here: twice would hit a stranger's descriptor.
        guard isConnected else { throw Failure("Nobody listens on \(host):\(port).") }
    }

    deinit { close(descriptor) }

    /// True when somebody listens there.
    static func isAnswered(host: String, port: UInt16) -> Bool {
        do {
            _ = try HTTPClient(host: host, port: port)
            return true
        } catch { return false }
    }

    /// Sends text and keeps the connection open.
    func say(_ text: String) {
        let bytes = Array(text.utf8)
        _ = unsafe send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// Everything the server says until it closes.
    func answer() -> String {
        var all: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = unsafe recv(descriptor, &chunk, chunk.count, 0)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return String(decoding: all, as: UTF8.self) }
            all += chunk[..<count]
        }
    }

    /// The whole answer to one request line on a connection of its own.
    static func ask(_ line: String, port: UInt16) throws -> String {
        let client = try HTTPClient(port: port)
        client.say("\(line)\r\nHost: localhost\r\n\r\n")
        return client.answer()
    }
}
