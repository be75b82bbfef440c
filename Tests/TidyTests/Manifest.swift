import Foundation

/// What `Package.swift` says, as the package manager reads it.
struct Manifest: Decodable {
    struct Target: Decodable {
        var name: String
        var dependencies: [Dependency]
    }

    /// One arrow: `{"byName": ["Records", null]}` or `{"product": ["Yams", "Yams", null, null]}`.
    struct Dependency: Decodable {
        var name: String

        init(from decoder: any Decoder) throws {
            let kinds = try decoder.singleValueContainer().decode([String: [Part]].self)
            guard let name = kinds.values.first?.first?.text else {
                throw DecodingError.dataCorrupted(
                    .init(codingPath: decoder.codingPath, debugDescription: "unnamed dependency")
                )
            }
            self.name = name
        }
    }

    /// The name of a dependency, or one of the details after it, which do not matter here.
    private struct Part: Decodable {
        var text: String?

        init(from decoder: any Decoder) throws {
            text = try? decoder.singleValueContainer().decode(String.self)
        }
    }

    var targets: [Target]

    /// Asks the package manager. A scratch folder of its own keeps it off the lock that the running
    /// `swift test` holds on the usual one.
    static func read() throws -> Manifest {
        let scratch = FileManager.default.temporaryDirectory
            .appending(path: "takt-tidy-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: scratch) }
        let swift = Process()
        swift.executableURL = URL(filePath: "/usr/bin/env")
        swift.arguments = [
            "swift", "package", "--package-path", Repository.root.path,
            "--scratch-path", scratch.path, "dump-package",
        ]
        let output = Pipe()
        swift.standardOutput = output
        try swift.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        swift.waitUntilExit()
        return try JSONDecoder().decode(Manifest.self, from: bytes)
    }
}
