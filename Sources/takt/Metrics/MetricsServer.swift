import CPlatform
import Foundation
import Records
import Synchronization

/// A page that other programs read over HTTP: `/metrics` and `/healthz`, on one thread, one request a
/// connection.
///
/// Deliberately small: requests of at most 8 KiB, answered or refused within two seconds, at most 16
/// waiting; a client that was refused has two more to read why. Listen on the loopback interface unless the network in front is trusted.
final class MetricsServer: Sendable {
    private static let requestByteCountMax = 8192
    private static let patienceNanoseconds = 2 * Nanoseconds.second

    private let socket: Int32
    private let isStopping = Atomic<Bool>(false)
    private let metrics: @Sendable () -> String
    private let health: @Sendable () -> [String]
    /// Where it listens, with the port that was chosen for port 0.
    let address: String

    /// Listens and starts the thread.
    ///
    /// - Parameters:
    ///   - metrics: Makes the text of `/metrics`; called on the server's thread.
    ///   - health: What is wrong, as sentences; empty answers 200, anything else 503.
    init(
        _ address: AddressArgument,
        metrics: @escaping @Sendable () -> String,
        health: @escaping @Sendable () -> [String]
    ) throws(Failure) {
        let opened = try ListeningSocket.open(host: address.host, port: address.port)
        socket = opened.descriptor
        self.address = "\(address.host):\(opened.port)"
        self.metrics = metrics
        self.health = health
        let thread = Thread { [self] in serve() }
        thread.name = "takt-metrics"
        thread.start()
    }

    /// Stops answering within a moment; the thread ends by itself.
    func stop() {
        isStopping.store(true, ordering: .releasing)
    }

    private func serve() {
        while !isStopping.load(ordering: .acquiring) {
            var entry = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
            guard unsafe poll(&entry, 1, 200) > 0 else { continue }
            let connection = accept(socket, nil, nil)
            guard connection >= 0 else {
                // Out of descriptors, say: the client waits still, and `poll` would come back at once.
                usleep(50_000)
                continue
            }
            answer(connection)
            close(connection)
        }
        close(socket)
    }

    private func answer(_ connection: Int32) {
        let seconds = Int(Self.patienceNanoseconds / Nanoseconds.second)
        var patience = timeval(tv_sec: seconds, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        unsafe setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &patience, size)
        guard let head = readHead(connection) else {
            send(connection, "400 Bad Request", "The request could not be read.\n")
            return drain(connection)
        }
        let words = head.split(separator: " ")
        guard words.count >= 2 else {
            return send(connection, "400 Bad Request", "The request could not be read.\n")
        }
        guard words[0] == "GET" || words[0] == "HEAD" else {
            return send(
                connection,
                "405 Method Not Allowed\r\nAllow: GET, HEAD",
                "Only GET is answered here.\n"
            )
        }
        let path = words[1].split(separator: "?").first.map(String.init) ?? ""
        let hasBody = words[0] == "GET"
        switch path {
        case "/metrics":
            send(
                connection,
                "200 OK",
                metrics(),
                type: "text/plain; version=0.0.4; charset=utf-8",
                hasBody: hasBody
            )
        case "/healthz":
            let problems = health()
            send(
                connection,
                problems.isEmpty ? "200 OK" : "503 Service Unavailable",
                problems.isEmpty ? "ok\n" : problems.joined(separator: "\n") + "\n",
                hasBody: hasBody
            )
        default:
            send(
                connection,
                "404 Not Found",
                "There are /metrics and /healthz here.\n",
                hasBody: hasBody
            )
        }
    }

    /// The first line of a request whose head is complete; nil when it is too long, slow or broken.
    private func readHead(_ connection: Int32) -> String? {
        var request: [UInt8] = []
        let deadline = platform_monotonic_nanoseconds() + Self.patienceNanoseconds
        while request.count < Self.requestByteCountMax {
            let left = deadline - platform_monotonic_nanoseconds()
            guard left > 0, let chunk = receive(connection, withinNanoseconds: left) else {
                return nil
            }
            request += chunk
            let text = String(decoding: request, as: UTF8.self)
            if text.contains("\r\n\r\n") || text.contains("\n\n") {
                return text.split(whereSeparator: \.isNewline).first.map(String.init)
            }
        }
        return nil
    }

    /// The next bytes; nil when none come in time or the other side is done.
    private func receive(_ connection: Int32, withinNanoseconds: Int64) -> ArraySlice<UInt8>? {
        let deadline = platform_monotonic_nanoseconds() + withinNanoseconds
        var entry = pollfd(fd: connection, events: Int16(POLLIN), revents: 0)
        var chunk = [UInt8](repeating: 0, count: 1024)
        while true {
            let left = max(deadline - platform_monotonic_nanoseconds(), 0)
            let ready = unsafe poll(&entry, 1, Int32(left / Nanoseconds.millisecond))
            // A signal that happens to hit this thread is no answer.
            if ready < 0, errno == EINTR { continue }
            guard ready > 0 else { return nil }
            let count = unsafe recv(connection, &chunk, chunk.count, 0)
            if count < 0, errno == EINTR { continue }
            return count > 0 ? chunk[..<count] : nil
        }
    }

    /// Takes what is under way until the other side has read the answer and closes, a little and not for
    /// long: closing over bytes that still come would tear down the answer, too.
    private func drain(_ connection: Int32) {
        shutdown(connection, Int32(SHUT_WR))
        let deadline = platform_monotonic_nanoseconds() + Self.patienceNanoseconds
        for _ in 0..<64 {
            let left = deadline - platform_monotonic_nanoseconds()
            guard left > 0, receive(connection, withinNanoseconds: left) != nil else { return }
        }
    }

    private func send(
        _ connection: Int32,
        _ status: String,
        _ body: String,
        type: String = "text/plain; charset=utf-8",
        hasBody: Bool = true
    ) {
        let head = """
            HTTP/1.1 \(status)\r\nContent-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n\
            Connection: close\r\nCache-Control: no-store\r\n\r\n
            """
        let bytes = Array((head + (hasBody ? body : "")).utf8)
        var start = 0
        while start < bytes.count {
            let count = unsafe bytes.withUnsafeBytes {
                unsafe Glibc.send(
                    connection,
                    $0.baseAddress! + start,
                    $0.count - start,
                    Int32(MSG_NOSIGNAL)
                )
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            start += count
        }
    }
}
