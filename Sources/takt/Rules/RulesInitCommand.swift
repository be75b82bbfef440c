import ArgumentParser
import RuleEngine

/// `takt rules init`.
struct RulesInitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Begin a folder of rules: a rule, its test, and what editors need.",
        discussion: """
            Writes a rule that can be checked and tested at once. Files that exist are never \
            overwritten: then nothing is written at all.

            Examples:
              takt rules init
              takt rules init plants/berlin/rules

            Exit codes: 0 written, 1 a file is there already or cannot be written, 2 usage.
            """
    )

    @Argument(help: "The folder; made when it is not there.")
    var folder = "rules"

    @OptionGroup(title: "Files") var files: ConfigurationOptions

    func run() throws {
        let installation = try Installation(files)
        let made = RuleTemplate.files(try installation.catalogue())
        let paths = made.map { "\(folder)/\($0.path)" }
        for path in paths where FileText.isFile(path) {
            throw Failure(
                "\(path) is there already, so nothing was written. Name another folder, or move it."
            )
        }
        for (file, path) in zip(made, paths) {
            try NewFiles.makeFolder(FileText.folder(of: path))
            var target = try OutputFile(path)
            try target.write(file.text)
            try target.flush()
            Terminal.write("\(path)\n")
        }
        Terminal.write(
            """
            Next: takt rules check \(folder)
                  takt rules test --rules \(folder)

            """
        )
    }
}
