import Foundation
import Testing

@testable import takt

/// The program itself, as it was built for these tests.
enum TaktProgram {
    /// What a run left behind.
    struct Result {
        let code: Int32
        let output: String
        let errors: String
    }

    private static var path: String {
        FileText.folder(of: ResourceLocator.executablePath) + "/takt"
    }

    /// Runs it to its end, without the environment of the tests.
    static func run(_ arguments: [String], folder: String = "/") throws -> Result {
        try #require(FileText.isFile(path), "the program was not built beside its tests: \(path)")
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: folder)
        process.environment = ["PATH": "/usr/bin:/bin"]
        // Files and not pipes: nobody has to read while it writes.
        let base = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
        let (output, errors) = ("\(base).out", "\(base).err")
        defer {
            for path in [output, errors] { try? FileManager.default.removeItem(atPath: path) }
        }
        for path in [output, errors] {
            try #require(FileManager.default.createFile(atPath: path, contents: nil))
        }
        process.standardOutput = FileHandle(forWritingAtPath: output)
        process.standardError = FileHandle(forWritingAtPath: errors)
        try process.run()
        process.waitUntilExit()
        return Result(
            code: process.terminationReason == .exit ? process.terminationStatus : -1,
            output: try FileText.text(output),
            errors: try FileText.text(errors)
        )
    }
}
