import Foundation

extension RuleSet {
    /// Loads every `<area>/<name>.lua` below a folder, tests (`*.test.lua`) left out.
    ///
    /// Symbolic links are not followed. Any thread; reads files.
    public static func load(folder: String, catalogue: FieldCatalogue) -> RuleLoadResult {
        let files = RuleFolder(folder).files
        return load(
            sources: files.rules,
            catalogue: catalogue,
            notes: files.problems.map {
                RuleSource(path: $0.path, bytes: []).diagnostic("E002", $0.problem, line: 0)
            }
        )
    }

    /// Loads rules from texts in memory.
    public static func load(sources: [RuleSource], catalogue: FieldCatalogue) -> RuleLoadResult {
        RuleLoader.load(sources, catalogue: catalogue)
    }

    private static func load(
        sources: [RuleSource],
        catalogue: FieldCatalogue,
        notes: [RuleDiagnostic]
    ) -> RuleLoadResult {
        var result = RuleLoader.load(sources, catalogue: catalogue)
        result.diagnostics = notes + result.diagnostics
        if !notes.isEmpty { result.set = nil }
        return result
    }
}

/// The Lua files below a rules folder.
struct RuleFolder {
    struct Files {
        var rules: [RuleSource] = []
        var tests: [RuleSource] = []
        var problems: [(path: String, problem: String)] = []
    }

    private let folder: String
    private let name: String

    init(_ folder: String) {
        // The folder itself may be a link; links inside it are not followed.
        self.folder = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
        name = URL(fileURLWithPath: folder).lastPathComponent
    }

    var files: Files {
        var files = Files()
        let manager = FileManager.default
        guard let walker = manager.enumerator(atPath: folder) else {
            files.problems.append((folder, "this folder cannot be read"))
            return files
        }
        let paths = walker.compactMap { $0 as? String }.filter { $0.hasSuffix(".lua") }.sorted()
        for path in paths where !path.split(separator: "/").contains(where: { $0.hasPrefix(".") }) {
            let full = folder + "/" + path
            let attributes = try? manager.attributesOfItem(atPath: full)
            guard attributes?[.type] as? FileAttributeType == .typeRegular else { continue }
            let shown = name + "/" + path
            guard (attributes?[.size] as? Int ?? 0) <= 1 << 20,
                let data = manager.contents(atPath: full)
            else {
                files.problems.append((shown, "this file cannot be read, or is larger than 64 KiB"))
                continue
            }
            let source = RuleSource(path: shown, bytes: Array(data))
            if path.hasSuffix(".test.lua") {
                files.tests.append(source)
            } else {
                files.rules.append(source)
            }
        }
        return files
    }
}
