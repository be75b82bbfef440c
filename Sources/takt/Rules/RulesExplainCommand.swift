import ArgumentParser
import RuleEngine

/// `takt rules explain`.
struct RulesExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract:
            "Show what a rule makes of one event: every part of its conditions with its value.",
        discussion: """
            ✓ holds, ✗ does not, ! cannot be evaluated (a missing field is compared by order, for \
            example), · was not looked at. The event is the JSON value of a record, or a line as \
            `takt replay` reads it. What comes out is for a key that has no alert open and no memory.

            Examples:
              takt rules explain over-temperature --event '{"equipment": "OVEN-1", "value": 251}'
              takt rules explain over-temperature --event @event.json
              takt rules explain over-temperature --event @event.json --machine-state setup

            Exit codes: 0 explained, 1 no such rule or no event, 2 usage.
            """
    )

    @Argument(help: "The name of the rule.")
    var rule: String

    @Option(help: ArgumentHelp("The event as JSON, or @ and a file with it.", valueName: "json"))
    var event: String

    @Option(help: ArgumentHelp("State word or category of the machine.", valueName: "word"))
    var machineState = ""

    @OptionGroup(title: "Files") var files: ConfigurationOptions

    func run() throws {
        let installation = try Installation(files)
        let text = event.hasPrefix("@") ? try FileText.text(String(event.dropFirst())) : event
        do {
            Terminal.write(
                try RuleExplainer.explain(
                    rule: rule,
                    event: try ExplainedEvent(json: text),
                    machineState: machineState,
                    set: try installation.rules(),
                    catalogue: try installation.catalogue()
                )
            )
        } catch let problem as ExplainedEvent.Problem {
            throw Failure(problem.description)
        } catch let problem as RuleExplainer.Problem {
            throw Failure(problem.description)
        }
    }
}
