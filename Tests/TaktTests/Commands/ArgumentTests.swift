import Records
import Testing

@testable import takt

@Suite("Words on the command line")
struct ArgumentTests {
    /// Every command as the words that name it; the program itself is no word.
    private static let all: [[String]] = {
        var pending = Takt.configuration.groupedSubcommands.flatMap(\.subcommands).map {
            (words: [$0._commandName], command: $0)
        }
        var found: [[String]] = [[]]
        while let (words, command) = pending.popLast() {
            found.append(words)
            pending += command.configuration.subcommands.map {
                (words: words + [$0._commandName], command: $0)
            }
        }
        return found
    }()

    /// What stops a command with these words; help of the program itself is a command that runs.
    private static func error(_ words: [String], runs: Bool = false) -> (any Error)? {
        do {
            var command = try Takt.parseAsRoot(words)
            if runs { try command.run() }
            return nil
        } catch { return error }
    }

    @Test("every command has help, and its examples are of itself")
    func help() throws {
        #expect(Self.all.count >= 20)
        for words in Self.all {
            let error = try #require(Self.error(words + ["--help"], runs: true), "\(words)")
            #expect(Takt.exitCode(for: error) == .success, "\(words)")
            let text = Takt.fullMessage(for: error)
            #expect(text.contains("OVERVIEW: "), "\(words)")
            let call = (["takt"] + words).joined(separator: " ")
            #expect(text.contains("USAGE: \(call)"), "\(words)")
            if text.contains("Examples:") { #expect(text.contains("\n  \(call)"), "\(words)") }
        }
    }

    @Test("an unknown flag is refused by every command")
    func unknownFlags() throws {
        for words in Self.all {
            let error = try #require(Self.error(words + ["--nonsense"]), "\(words)")
            #expect(Takt.exitCode(for: error) == .validationFailure, "\(words)")
        }
    }

    @Test(
        "values that cannot be meant are refused",
        arguments: [
            "audit --wait never", "audit --wait -3s", "run --metrics 127.0.0.1",
            "run --metrics 127.0.0.1:99999", "run --log-level loud", "audit --brokers ,",
            "audit --application a/b", "run -X security.protocol", "run -X =SSL",
            "audit --prefix a*b", "chart m1 diameter --points 1", "chart m1", "demo now",
            "alerts ack", "simulate --seed x", "nonsense",
        ]
    )
    func badValues(line: String) throws {
        let error = try #require(Self.error(line.split(separator: " ").map(String.init)))
        #expect(Takt.exitCode(for: error) == .validationFailure)
    }

    @Test("flags of a cluster win over the configuration")
    func clusterFlags() throws {
        let words = ["--brokers", "a:1, b:2", "--prefix", "x.", "-X", "k=v=w"]
        let command = try #require(try Takt.parseAsRoot(["audit"] + words) as? AuditCommand)
        let installation = try Installation(command.files, command.broker)
        #expect(installation.configuration.brokers == ["a:1", "b:2"])
        #expect(installation.topic("alerts") == "x.alerts")
        #expect(try installation.kafkaSettings().properties["k"] == "v=w")
    }

    @Test("durations, times and addresses are read as they are written")
    func values() {
        #expect(DurationArgument(argument: "1h30m")?.nanoseconds == 90 * Nanoseconds.minute)
        #expect(DurationArgument(argument: "0s") == nil)
        let time = TimeArgument(argument: "2026-03-02T09:00:00+01:00")?.time
        #expect(time == EventTime(milliseconds: 1_772_438_400_000))
        #expect(TimeArgument(argument: "yesterday") == nil)
        #expect(TimeArgument(argument: "-8x") == nil)
        let address = AddressArgument(argument: "0.0.0.0:9464")
        #expect(address?.host == "0.0.0.0" && address?.port == 9464)
        #expect(AddressArgument(argument: "9464") == nil)
    }
}
