import Synchronization
import Testing

@testable import takt

@Suite("The server of the metrics page", .ownThread)
struct MetricsServerTests {
    private func start(
        health: @escaping @Sendable () -> [String] = { [] }
    ) throws -> (server: MetricsServer, port: UInt16) {
        let address = try #require(AddressArgument(argument: "127.0.0.1:0"))
        let server = try MetricsServer(address, metrics: { "figure 42\n" }, health: health)
        let port = try #require(server.address.split(separator: ":").last.flatMap { UInt16($0) })
        return (server, port)
    }

    private func split(_ answer: String) -> (head: String, body: String) {
        let lines = answer.split(separator: "\r\n", omittingEmptySubsequences: false)
        guard let gap = lines.firstIndex(of: "") else { return (answer, "") }
        return (
            lines[..<gap].joined(separator: "\n"),
            lines[(gap + 1)...].joined(separator: "\r\n")
        )
    }

    @Test("the page comes with its length and the type of the format")
    func page() throws {
        let (server, port) = try start()
        defer { server.stop() }
        let (head, body) = split(try HTTPClient.ask("GET /metrics HTTP/1.1", port: port))
        #expect(head.hasPrefix("HTTP/1.1 200 OK\n"))
        #expect(head.contains("Content-Type: text/plain; version=0.0.4; charset=utf-8"))
        #expect(head.contains("Content-Length: 10\n"))
        #expect(body == "figure 42\n")
        let query = try HTTPClient.ask("GET /metrics?all=1 HTTP/1.0", port: port)
        #expect(split(query).body == "figure 42\n")
    }

    @Test("HEAD has the head of GET and no body, also for what is not there")
    func head() throws {
        let (server, port) = try start()
        defer { server.stop() }
        let found = split(try HTTPClient.ask("HEAD /metrics HTTP/1.1", port: port))
        #expect(found.head.contains("200 OK") && found.head.contains("Content-Length: 10"))
        #expect(found.body.isEmpty)
        let missing = split(try HTTPClient.ask("HEAD /nowhere HTTP/1.1", port: port))
        #expect(missing.head.contains("404 Not Found") && missing.body.isEmpty)
    }

    @Test("other paths are not found, other methods not allowed, nonsense is a bad request")
    func refusals() throws {
        let (server, port) = try start()
        defer { server.stop() }
        func status(_ line: String) throws -> String {
            String(try HTTPClient.ask(line, port: port).prefix { $0 != "\r\n" })
        }
        #expect(try status("GET / HTTP/1.1") == "HTTP/1.1 404 Not Found")
        #expect(try status("GET /metrics/../etc/passwd HTTP/1.1") == "HTTP/1.1 404 Not Found")
        #expect(try status("POST /metrics HTTP/1.1") == "HTTP/1.1 405 Method Not Allowed")
        #expect(try status("DELETE /metrics HTTP/1.1") == "HTTP/1.1 405 Method Not Allowed")
        #expect(try status("nonsense") == "HTTP/1.1 400 Bad Request")
        let refused = try HTTPClient.ask("PUT /metrics HTTP/1.1", port: port)
        #expect(split(refused).head.contains("Allow: GET, HEAD"))
        #expect(try status("GET /metrics HTTP/1.1") == "HTTP/1.1 200 OK")
    }

    @Test("health is 200 without problems and 503 with their sentences")
    func health() throws {
        let isIll = Mutex(false)
        let (server, port) = try start { isIll.withLock { $0 } ? ["One.", "Two."] : [] }
        defer { server.stop() }
        #expect(try HTTPClient.ask("GET /healthz HTTP/1.1", port: port).contains("200 OK"))
        isIll.withLock { $0 = true }
        let (head, body) = split(try HTTPClient.ask("GET /healthz HTTP/1.1", port: port))
        #expect(head.hasPrefix("HTTP/1.1 503 Service Unavailable"))
        #expect(body == "One.\nTwo.\n")
    }

    @Test("a request of more than 8 KiB is refused, and the refusal arrives")
    func oversized() throws {
        let (server, port) = try start()
        defer { server.stop() }
        let client = try HTTPClient(port: port)
        client.say("GET /metrics HTTP/1.1\r\nX: " + String(repeating: "x", count: 20_000))
        let answer = client.answer()
        #expect(answer.hasPrefix("HTTP/1.1 400 Bad Request"), "\(answer.prefix(80))")
        #expect(try HTTPClient.ask("GET /metrics HTTP/1.1", port: port).contains("200 OK"))
    }

    @Test("a client that says nothing, and one that goes away, keep nobody else from an answer")
    func slowClient() throws {
        let (server, port) = try start()
        defer { server.stop() }
        let slow = try HTTPClient(port: port)
        slow.say("GET /met")
        do {
            let gone = try HTTPClient(port: port)
            gone.say("GET /metrics HTTP/1.1\r\n")
        }
        // The client waits for at most 20 seconds; ten times what one slow client may take.
        #expect(try HTTPClient.ask("GET /metrics HTTP/1.1", port: port).contains("200 OK"))
        #expect(slow.answer().contains("400 Bad Request"))
    }

    @Test("on 127.0.0.1 it cannot be reached under another address, and that is the default")
    func loopback() throws {
        let (server, port) = try start()
        defer { server.stop() }
        #expect(AddressArgument(argument: ":9464")?.host == "127.0.0.1")
        // All of 127.0.0.0/8 is this machine: a socket on every address would answer here, too.
        #expect(!HTTPClient.isAnswered(host: "127.0.0.2", port: port))
        #expect(HTTPClient.isAnswered(host: "127.0.0.1", port: port))
    }

    @Test("an address that is taken, and one that is not of this machine, are sentences")
    func refusedAddresses() throws {
        let (server, port) = try start()
        defer { server.stop() }
        for text in ["127.0.0.1:\(port)", "192.0.2.1:9464", "nowhere.example:9464"] {
            let address = try #require(AddressArgument(argument: text))
            let error = #expect(throws: Failure.self) {
                _ = try MetricsServer(address, metrics: { "" }, health: { [] })
            }
            #expect(error?.sentence.contains("The metrics page cannot listen on") == true)
        }
    }
}
