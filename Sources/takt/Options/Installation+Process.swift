import Glibc

extension Installation {
    /// Host and process id with nothing but letters, digits and '-': unique among running processes.
    static let processName = "\(hostName)-\(getpid())"

    /// The host with nothing but letters, digits and '-'.
    static let hostName: String = {
        var buffer = [CChar](repeating: 0, count: 256)
        _ = unsafe gethostname(&buffer, buffer.count - 1)
        let host = String(
            decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) },
            as: UTF8.self
        )
        let plain = host.prefix(60).map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
        return String(plain)
    }()
}
