import Testing

@testable import takt

@Suite("How the program ends", .ownThread)
struct ExitCodeTests {
    @Test("help and the version end with 0, on standard output")
    func help() throws {
        for arguments in [["--help"], ["audit", "--help"], ["--version"]] {
            let result = try TaktProgram.run(arguments)
            #expect(result.code == 0, "\(arguments)")
            #expect(!result.output.isEmpty && result.errors.isEmpty, "\(arguments)")
        }
    }

    @Test("words that make no command end with 2, on standard error")
    func usage() throws {
        for arguments in [["--nonsense"], ["audit", "--nonsense"], ["nonsense"], ["chart"]] {
            let result = try TaktProgram.run(arguments)
            #expect(result.code == 2, "\(arguments)")
            #expect(result.output.isEmpty && result.errors.contains("--help"), "\(arguments)")
        }
    }

    @Test("a missing file, a missing cluster and one that is away end with 1 and one sentence")
    func problems() throws {
        for arguments in [
            ["plant", "check", "/nowhere/plant.yaml"], ["audit", "--config", "/nowhere/takt.yaml"],
            ["alerts", "list"], ["alerts", "list", "--brokers", "127.0.0.1:1"],
        ] {
            let result = try TaktProgram.run(arguments)
            #expect(result.code == 1, "\(arguments)")
            #expect(result.errors.hasPrefix("takt: "), "\(arguments) \(result.errors)")
            #expect(!result.errors.contains("USAGE"), "\(arguments)")
        }
    }
}
