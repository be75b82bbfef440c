import Foundation
import Records

/// Says when the Lua files of a folder have changed and nobody is writing them any more.
///
/// Looks at names, sizes and times of change, so a look costs some microseconds a file. One thread.
public struct RuleFolderWatch {
    private let folder: String
    private var accepted: UInt64
    private var last: UInt64

    /// Begins with the files as they are.
    public init(folder: String) {
        self.folder = folder
        accepted = Self.stamp(folder)
        last = accepted
    }

    /// True once for each change, at the first look after it at which the files are as at the look
    /// before.
    public mutating func hasChanged() -> Bool {
        let now = Self.stamp(folder)
        defer { last = now }
        guard now != accepted, now == last else { return false }
        accepted = now
        return true
    }

    private static func stamp(_ folder: String) -> UInt64 {
        let manager = FileManager.default
        guard let walker = manager.enumerator(atPath: folder) else { return 0 }
        var hash = StableHash.fnv1a("files")
        let paths = walker.compactMap { $0 as? String }.filter { $0.hasSuffix(".lua") }.sorted()
        for path in paths {
            let attributes = try? manager.attributesOfItem(atPath: folder + "/" + path)
            let size = attributes?[.size] as? Int ?? -1
            let time = attributes?[.modificationDate] as? Date ?? .distantPast
            hash = StableHash.fnv1a(
                "\(path) \(size) \(time.timeIntervalSinceReferenceDate)\n",
                seed: hash
            )
        }
        return hash
    }
}
