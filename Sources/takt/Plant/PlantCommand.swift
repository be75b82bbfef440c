import ArgumentParser
import PlantModel

/// `takt plant`: what concerns the plant file.
struct PlantCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plant",
        abstract: "Check the plant file, and give its limits to the running engines.",
        subcommands: [
            PlantCheckCommand.self, PlantApplyCommand.self, PlantHistoryCommand.self,
        ]
    )
}

/// `takt plant check`.
struct PlantCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Read a plant file and say what is wrong with it, or what it describes.",
        discussion: """
            Every problem is a line `file:line: field …: found …, expected …` that editors can jump to. \
            Without problems a summary is printed: machines, calendars, state words, characteristics.

            Examples:
              takt plant check
              takt plant check docs/examples/plant.yaml

            Exit codes: 0 the file can be used, 1 it cannot, 2 usage.
            """
    )

    @Argument(
        help: ArgumentHelp(
            "The plant file. (default: as configured, or plant.yaml in the current folder)"
        )
    )
    var file: String?

    @OptionGroup(title: "Files") var files: ConfigurationOptions

    func run() throws {
        let installation = try Installation(files)
        guard let path = file ?? installation.plantPath else {
            throw Failure(
                "There is no plant file to check. Name one, or write 'paths: plant:' into takt.yaml."
            )
        }
        let text = try FileText.text(path)
        do throws(PlantError) {
            let plant = try Plant.load(text, file: path)
            Terminal.write("\(path) is in order.\n\(plant.describe())\n")
        } catch {
            Terminal.writeError("\(error)\n")
            Terminal.writeError(
                "\(NumberText.count(error.problems.count, "problem")) in \(path).\n"
            )
            throw ExitCode(1)
        }
    }
}
