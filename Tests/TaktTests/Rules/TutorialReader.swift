import Foundation
import Testing

@testable import takt

/// A reader of the tutorial at a terminal: a folder, a shell, and an engine in a second terminal.
final class TutorialReader {
    /// What the page shows in place of what differs from reader to reader.
    private static let (home, broker) = ("/home/ada/paint", "127.0.0.1:39955")

    private let folder: URL
    private var engine: Process?
    /// Where the broker of the engine listens.
    private var brokers = TutorialReader.broker

    /// Begins in an empty folder with a copy of the recording.
    init(recording: String) throws {
        let base = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
        folder = base.appending(path: "tutorial-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            at: URL(filePath: recording),
            to: folder.appending(path: "oven.ndjson")
        )
    }

    /// Stops the engine and removes the folder.
    func leave() {
        engine?.terminate()
        engine?.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }

    /// Writes a file of the page.
    func write(_ text: String, to path: String) throws {
        let file = folder.appending(path: path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try text.write(to: file, atomically: true, encoding: .utf8)
    }

    /// Types a command and answers what it says, as the page would show it. An engine is left running.
    func type(_ command: String) throws -> String {
        let isEngine = command.hasPrefix("takt run")
        let (output, errors) = (try makeFile(), try makeFile())
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        // A machine that runs all tests at once may need minutes for what takes a reader a second.
        let patience = command.hasSuffix(" --wait") ? " --timeout 10m" : ""
        let line = command.replacingOccurrences(of: Self.broker, with: brokers) + patience
        process.arguments = ["-c", (isEngine ? "exec " : "") + line]
        process.currentDirectoryURL = folder
        let programs = FileText.folder(of: ResourceLocator.executablePath)
        process.environment = ["PATH": "\(programs):/usr/bin:/bin"]
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        if isEngine {
            engine = process
            return try findBroker(errors, process)
        }
        process.waitUntilExit()
        return try [output, errors].map { try String(contentsOf: $0, encoding: .utf8) }.joined()
            .replacingOccurrences(of: folder.path, with: Self.home)
            .replacingOccurrences(of: brokers, with: Self.broker)
    }

    private func makeFile() throws -> URL {
        let file = folder.appending(path: ".said-\(UUID().uuidString)")
        try #require(FileManager.default.createFile(atPath: file.path, contents: nil))
        return file
    }

    /// Waits until the engine says where its broker listens and which rules it runs.
    private func findBroker(_ output: URL, _ process: Process) throws -> String {
        while process.isRunning {
            let text = try String(contentsOf: output, encoding: .utf8)
            if let place = text.range(of: "broker at "), text.contains("rules: version 1") {
                brokers = Self.address(in: text[place.upperBound...])
                return ""
            }
            Thread.sleep(forTimeInterval: 0.05)
        }
        Issue.record("the engine ended: \(try String(contentsOf: output, encoding: .utf8))")
        return ""
    }

    private static func address(in text: Substring) -> String {
        let host = text.prefix { $0 != ":" }
        let port = text.dropFirst(host.count + 1).prefix { $0.isNumber }
        return "\(host):\(port)"
    }
}
