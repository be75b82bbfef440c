import ArgumentParser
import RuleEngine

/// `takt rules stubs`.
struct RulesStubsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stubs",
        abstract: "Write annotations for editors: fields, units, state, actions, tests.",
        discussion: """
            Made from the topic contracts and the mappings of takt.yaml, for the Lua language server \
            (LuaLS). Write them again when a contract changes.

            Examples:
              takt rules stubs
              takt rules stubs --output -

            Exit codes: 0 written, 1 the file cannot be written, 2 usage.
            """
    )

    @Option(
        help: ArgumentHelp(
            "Where to write; - is standard output. (default: \(RuleStubs.path) in the folder of the rules)",
            valueName: "file"
        )
    )
    var output: String?

    @OptionGroup(title: "Files") var files: ConfigurationOptions

    func run() throws {
        let installation = try Installation(files)
        let text = RuleStubs.text(try installation.catalogue())
        if output == "-" { return Terminal.write(text) }
        let path = try output ?? installation.rulesFolder() + "/" + RuleStubs.path
        try NewFiles.makeFolder(FileText.folder(of: path))
        var file = try OutputFile(path)
        try file.write(text)
        try file.flush()
        Terminal.write("\(path) written.\n")
    }
}
