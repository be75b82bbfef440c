import Foundation

/// Finds what ships beside the program: `topics/`, `rules/`, `docs/examples/plant.yaml`.
///
/// A flag decides when given. Otherwise `TAKT_HOME`, the current folder and the folders above it, then
/// the folder of the executable and those above it, are searched for the first that has it.
struct ResourceLocator {
    /// Where to search, in order.
    let folders: [String]
    /// How many of them are `TAKT_HOME` and the current folder, where a plant's own files lie.
    private let ownCount: Int

    /// The places of this process.
    init(
        environment: [String: String] = ProcessInfo.processInfo.environment,
        current: String = FileManager.default.currentDirectoryPath,
        executable: String = Self.executablePath
    ) {
        var folders: [String] = []
        if let home = environment["TAKT_HOME"], !home.isEmpty { folders.append(home) }
        ownCount = folders.first == Self.ancestors(of: current).first ? 1 : folders.count + 1
        folders += Self.ancestors(of: current)
        let beside = Self.ancestors(of: FileText.folder(of: executable))
        // Installed as PREFIX/bin/takt, the resources lie in PREFIX/share/takt.
        folders += beside.flatMap { [$0, Self.join($0, "share/takt")] }
        var seen: Set<String> = []
        self.folders = folders.filter { seen.insert($0).inserted }
    }

    /// The folder of the topic contracts.
    func topics() -> String? {
        find("topics") { !FileText.files(below: $0, ending: ".json").isEmpty }
    }

    /// The folder of the rules.
    func rules() -> String? { find("rules") { !FileText.files(below: $0, ending: ".lua").isEmpty } }

    /// The plant file of the current folder, or of `TAKT_HOME`.
    func plant() -> String? {
        folders.prefix(ownCount).map { Self.join($0, "plant.yaml") }.first(where: FileText.isFile)
    }

    /// The plant file of the example, which fits the simulated plant.
    func examplePlant() -> String? { find("docs/examples/plant.yaml", FileText.isFile) }

    /// The configuration in the current folder, or below `TAKT_HOME`.
    func configuration() -> String? {
        folders.prefix(ownCount).map { Self.join($0, "takt.yaml") }.first(where: FileText.isFile)
    }

    private func find(_ name: String, _ isIt: (String) -> Bool) -> String? {
        folders.map { Self.join($0, name) }.first(where: isIt)
    }

    static let executablePath: String =
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        ?? CommandLine.arguments.first ?? "takt"

    private static func ancestors(of path: String) -> [String] {
        var folders: [String] = []
        var folder = (path as NSString).standardizingPath
        while true {
            folders.append(folder)
            if folder == "/" || folder == "." || folder.isEmpty { return folders }
            folder = FileText.folder(of: folder)
        }
    }

    private static func join(_ folder: String, _ name: String) -> String {
        folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
    }
}
