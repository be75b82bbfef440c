import Glibc

/// Reads the page of metrics of a running engine.
enum MetricsDownload {
    private static let byteCountMax = 64 << 20

    /// The text of the page; a sentence when nobody answers with one.
    static func page(_ address: AddressArgument) throws(Failure) -> String {
        let place = "\(address.host):\(address.port)"
        let descriptor = try connect(address, place)
        defer { close(descriptor) }
        let request = Array("GET /metrics HTTP/1.0\r\nHost: \(place)\r\n\r\n".utf8)
        _ = unsafe send(descriptor, request, request.count, Int32(MSG_NOSIGNAL))
        var all: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while all.count < byteCountMax {
            let count = unsafe recv(descriptor, &chunk, chunk.count, 0)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            all += chunk[..<count]
        }
        let text = String(decoding: all, as: UTF8.self)
        guard text.hasPrefix("HTTP/1."), let head = text.firstRange(of: "\r\n\r\n"),
            text.prefix(16).contains(" 200 ")
        else {
            throw Failure(
                "What answers at \(place) is no page of metrics. Name the address that the engine was "
                    + "given with --metrics."
            )
        }
        return String(text[head.upperBound...])
    }

    private static func connect(
        _ address: AddressArgument,
        _ place: String
    ) throws(Failure) -> Int32 {
        let descriptor = socket(
            AF_INET,
            Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue),
            0
        )
        var patience = timeval(tv_sec: 5, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
        var target = sockaddr_in()
        target.sin_family = sa_family_t(AF_INET)
        target.sin_port = address.port.bigEndian
        let host = address.host == "localhost" ? "127.0.0.1" : address.host
        let isAddress = unsafe inet_pton(AF_INET, host, &target.sin_addr) == 1
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isConnected = unsafe withUnsafePointer(to: &target) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe Glibc.connect(descriptor, $0, length) == 0
            }
        }
        guard isAddress, isConnected else {
            close(descriptor)
            throw Failure(
                "Nobody answers at \(place). Start the engine with --metrics \(place), or name its "
                    + "address with --metrics."
            )
        }
        return descriptor
    }
}
