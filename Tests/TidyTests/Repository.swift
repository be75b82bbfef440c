import Foundation

/// The checkout these tests stand in, found from the place of this file.
enum Repository {
    /// The top folder, with symbolic links resolved.
    static let root: URL = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent()  // TidyTests
        .deletingLastPathComponent()  // Tests
        .deletingLastPathComponent()

    /// Every file below a folder whose name ends as asked, sorted, without build folders.
    static func files(in folder: String, ending: String) -> [SourceFile] {
        let start = root.appending(path: folder)
        guard
            let walk = FileManager.default.enumerator(
                at: start,
                includingPropertiesForKeys: [.isRegularFileKey],
                options: [.skipsHiddenFiles]
            )
        else { return [] }
        var found: [SourceFile] = []
        for case let url as URL in walk where url.lastPathComponent.hasSuffix(ending) {
            let path = String(url.path.dropFirst(root.path.count + 1))
            found.append(SourceFile(path: path, url: url))
        }
        return found.sorted { $0.path < $1.path }
    }

    /// All Swift files that people write.
    static let swiftFiles: [SourceFile] =
        ["Sources", "Tests", "Benchmarks"].flatMap { files(in: $0, ending: ".swift") }

    /// Names in the top folder.
    static func topLevelNames() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.path).sorted()
    }
}
