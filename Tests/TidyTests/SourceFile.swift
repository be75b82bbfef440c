import Foundation

/// A text file of the repository.
struct SourceFile {
    /// Path from the top folder, with forward slashes.
    var path: String
    /// Where it is on this machine.
    var url: URL

    /// The target that owns it: `Sources/X/…` and `Tests/X/…` belong to X.
    var target: String {
        let parts = path.split(separator: "/")
        return parts.count > 2 ? String(parts[1]) : ""
    }

    /// Its lines, read anew; a final newline does not make another line.
    func lines() throws -> [Substring] {
        let text = try String(contentsOf: url, encoding: .utf8)
        // Split by bytes: many times faster in debug builds than by characters.
        var lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines.map { Substring($0) }
    }

    /// The modules it imports, by any form of the import line.
    func imports() throws -> [String] {
        try lines().compactMap(Self.importedModule)
    }

    /// The module named by an import line: the first word after `import` and an optional kind, as in
    /// `@testable import X` and `import struct Foundation.Data`. Nil for every other line.
    static func importedModule(_ line: Substring) -> String? {
        guard line.utf8.count < 200, line.range(of: "import ") != nil else { return nil }
        let words = line.split { $0 == " " || $0 == "\t" }
        guard let place = words.firstIndex(of: "import"),
            words[..<place].allSatisfy({
                ($0.hasPrefix("@") && !$0.contains("\"")) || accessLevels.contains($0)
            })
        else { return nil }
        var rest = words[(place + 1)...]
        if let kind = rest.first, declarationKinds.contains(kind) { rest = rest.dropFirst() }
        return rest.first.map { String($0.prefix { $0 != "." && $0 != ";" }) }
    }

    private static let accessLevels: Set<Substring> = [
        "public", "package", "internal", "fileprivate", "private",
    ]
    private static let declarationKinds: Set<Substring> = [
        "struct", "class", "enum", "protocol", "func", "var", "let", "typealias",
    ]
}
