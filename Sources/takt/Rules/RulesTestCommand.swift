import ArgumentParser
import RuleEngine

/// `takt rules test`.
struct RulesTestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Run the tests beside the rules.",
        discussion: """
            Every *.test.lua file below the folder of the rules is run through the same code as live \
            events. A pattern picks the tests whose path or name contains it.

            Examples:
              takt rules test
              takt rules test over_temperature
              takt rules test --rules plants/berlin/rules "holds the lot"
              takt rules test --junit results.xml

            Exit codes: 0 all passed, 1 some failed or there is none, 2 usage.
            """
    )

    @Argument(help: "Only tests whose path or name contains this.")
    var pattern = ""

    @Option(help: ArgumentHelp("Also write the results as JUnit XML.", valueName: "file"))
    var junit: String?

    @OptionGroup(title: "Files") var files: ConfigurationOptions

    func run() throws {
        let installation = try Installation(files)
        let folder = try installation.rulesFolder()
        let report = RuleTester.run(
            folder: folder,
            catalogue: try installation.catalogue(),
            pattern: pattern
        )
        Terminal.write(report.text)
        if let junit {
            var file = try OutputFile(junit)
            try file.write(report.junit)
            try file.flush()
        }
        if report.exitCode != 0 { throw ExitCode(report.exitCode) }
        guard report.results.isEmpty else { return }
        throw Failure(
            pattern.isEmpty
                ? "There are no tests in \(folder). Write them beside the rules, as NAME.test.lua."
                : "No test in \(folder) has \"\(pattern)\" in its path or name."
        )
    }
}
