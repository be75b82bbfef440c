import ArgumentParser

/// Where the program begins: parses the words, runs the command, ends with 0, 1 or 2.
@main
enum Main {
    static func main() {
        Terminal.prepare()
        do {
            var command = try Takt.parseAsRoot()
            try command.run()
        } catch {
            finish(error)
        }
    }

    /// Says what went wrong, where it belongs, and ends the process: 0 for help and the version, 1 for
    /// problems found, 2 for words that make no command.
    private static func finish(_ error: any Error) -> Never {
        if let code = error as? ExitCode { Terminal.exit(code.rawValue) }
        if let failure = error as? Failure {
            Terminal.complain(failure.sentence)
            Terminal.exit(1)
        }
        let code = Takt.exitCode(for: error)
        switch code {
        case .success:
            Terminal.write(Takt.fullMessage(for: error) + "\n")
            Terminal.exit(0)
        case .validationFailure:
            Terminal.writeError(Takt.fullMessage(for: error) + "\n")
            Terminal.exit(2)
        default:
            Terminal.complain(String(describing: error))
            Terminal.exit(1)
        }
    }
}
