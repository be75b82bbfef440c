import Foundation
import Testing

@testable import RuleEngine

/// Noticing that somebody changed the files of a folder.
@Suite struct RuleFolderWatchTests {
    @Test("a change of files is seen once, when nobody writes any more")
    func watch() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try "-- 1".write(toFile: folder + "/a.lua", atomically: true, encoding: .utf8)
        var watch = RuleFolderWatch(folder: folder)
        func look() -> Bool { watch.hasChanged() }
        #expect(!look())
        try "-- one".write(toFile: folder + "/a.lua", atomically: true, encoding: .utf8)
        #expect(!look())
        try "-- two".write(toFile: folder + "/b.lua", atomically: true, encoding: .utf8)
        #expect(!look())
        #expect(look())
        #expect(!look())
    }
}
