import Glibc

/// Opens a TCP socket to listen on.
enum ListeningSocket {
    private static let backlog: Int32 = 16

    /// The socket and its port; port 0 lets the system choose one.
    static func open(
        host: String,
        port: UInt16
    ) throws(Failure) -> (descriptor: Int32, port: UInt16) {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        let name = host == "localhost" ? "127.0.0.1" : host
        guard unsafe inet_pton(AF_INET, name, &address.sin_addr) == 1 else {
            throw Failure(
                "The metrics page cannot listen on \(host): write an IPv4 address of this machine, "
                    + "such as 127.0.0.1."
            )
        }
        let descriptor = socket(
            AF_INET,
            Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue),
            0
        )
        var one: Int32 = 1
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(4))
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = unsafe withUnsafePointer(to: &address) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(descriptor, $0, size) == 0
            }
        }
        guard isBound, listen(descriptor, backlog) == 0 else {
            let reason = unsafe String(cString: strerror(errno))
            close(descriptor)
            throw Failure(
                "The metrics page cannot listen on \(host):\(port): \(reason). Choose another "
                    + "address with --metrics."
            )
        }
        return (descriptor, boundPort(descriptor) ?? port)
    }

    private static func boundPort(_ descriptor: Int32) -> UInt16? {
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isKnown = unsafe withUnsafeMutablePointer(to: &address) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe getsockname(descriptor, $0, &size) == 0
            }
        }
        return isKnown ? UInt16(bigEndian: address.sin_port) : nil
    }
}
