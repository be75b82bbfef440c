import ArgumentParser

@main
struct Takt: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "takt", abstract: "The real-time decision layer of a factory.")
}
