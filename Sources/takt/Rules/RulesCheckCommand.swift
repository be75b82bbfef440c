import ArgumentParser
import RuleEngine

/// `takt rules check`.
struct RulesCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Read all rules and say what is wrong with them, with file, line and column.",
        discussion: """
            A set with one error is refused as a whole by the engine, so this is what to run before \
            rules are handed over. Warnings do not refuse a set. As JSON, every finding is a line \
            with severity, code, message, file, line, column and length. docs/RULES.md says what \
            each code means.

            Examples:
              takt rules check
              takt rules check plants/berlin/rules --json

            Exit codes: 0 no errors, 1 errors, 2 usage.
            """
    )

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    @Argument(help: "The folder of the rules. (default: as configured, or the first rules/ found)")
    var folder: String?

    @Option(
        help:
            "How to write the findings: \(Format.allCases.map(\.rawValue).joined(separator: " or "))."
    )
    var format = Format.text

    @Flag(help: "Same as --format json.")
    var json = false

    @OptionGroup(title: "Files") var files: ConfigurationOptions

    func run() throws {
        let installation = try Installation(files)
        let path = try installation.rulesFolder(folder)
        let result = RuleSet.load(folder: path, catalogue: try installation.catalogue())
        switch json ? .json : format {
        case .json: for finding in result.diagnostics { Terminal.write(finding.json + "\n") }
        case .text:
            for finding in result.diagnostics { Terminal.write(finding.text) }
            Terminal.write(summary(result, path))
        }
        if result.errorCount > 0 { throw ExitCode(1) }
    }

    private func summary(_ result: RuleLoadResult, _ path: String) -> String {
        var parts: [String] = []
        if let set = result.set { parts.append(NumberText.count(set.count, "rule")) }
        parts.append(NumberText.count(result.errorCount, "error"))
        parts.append(NumberText.count(result.warningCount, "warning"))
        return "\(path): \(parts.joined(separator: ", "))\n"
    }
}
