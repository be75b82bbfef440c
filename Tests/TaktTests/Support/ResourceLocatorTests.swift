import Foundation
import Testing

@testable import takt

@Suite("Finding what ships beside the program")
struct ResourceLocatorTests {
    /// Folders that are there while a test runs.
    private final class Tree {
        let root: String

        init(_ files: [String]) throws {
            let folder = FileManager.default.temporaryDirectory
                .resolvingSymlinksInPath().appending(path: "takt-\(UUID().uuidString)")
            root = folder.path
            for file in files {
                let url = folder.appending(path: file)
                try FileManager.default.createDirectory(
                    at: url.deletingLastPathComponent(),
                    withIntermediateDirectories: true
                )
                try Data("x".utf8).write(to: url)
            }
        }

        deinit { try? FileManager.default.removeItem(atPath: root) }

        func locator(_ current: String, bin: String, home: String? = nil) -> ResourceLocator {
            ResourceLocator(
                environment: home.map { ["TAKT_HOME": "\(root)/\($0)"] } ?? [:],
                current: "\(root)/\(current)",
                executable: "\(root)/\(bin)"
            )
        }
    }

    @Test("from a folder elsewhere, the folders above the program are searched")
    func elsewhere() throws {
        let tree = try Tree([
            "takt/topics/a.json", "takt/rules/quality/b.lua", "takt/docs/examples/plant.yaml",
            "takt/.build/debug/takt", "elsewhere/deep/note.txt",
        ])
        let locator = tree.locator("elsewhere/deep", bin: "takt/.build/debug/takt")
        #expect(locator.topics() == "\(tree.root)/takt/topics")
        #expect(locator.rules() == "\(tree.root)/takt/rules")
        #expect(locator.examplePlant() == "\(tree.root)/takt/docs/examples/plant.yaml")
        #expect(locator.plant() == nil && locator.configuration() == nil)
    }

    @Test("an installed program finds its share folder")
    func installed() throws {
        let tree = try Tree([
            "usr/bin/takt", "usr/share/takt/topics/a.json", "usr/share/takt/rules/b.lua", "home/x",
        ])
        let locator = tree.locator("home", bin: "usr/bin/takt")
        #expect(locator.topics() == "\(tree.root)/usr/share/takt/topics")
        #expect(locator.rules() == "\(tree.root)/usr/share/takt/rules")
    }

    @Test("TAKT_HOME goes before the current folder, and that before the program's")
    func order() throws {
        let tree = try Tree([
            "home/topics/a.json", "site/topics/a.json", "prog/topics/a.json", "prog/takt",
            "site/deep/x",
        ])
        #expect(
            tree.locator("site/deep", bin: "prog/takt", home: "home").topics()
                == "\(tree.root)/home/topics"
        )
        #expect(tree.locator("site/deep", bin: "prog/takt").topics() == "\(tree.root)/site/topics")
        #expect(tree.locator("home", bin: "prog/takt").topics() == "\(tree.root)/home/topics")
    }

    @Test("a folder of that name without the right files is passed over")
    func namesakes() throws {
        let tree = try Tree(["site/rules/readme.md", "site/topics/x.txt", "prog/rules/a.lua"])
        let locator = tree.locator("site", bin: "prog/takt")
        #expect(locator.rules() == "\(tree.root)/prog/rules")
        #expect(locator.topics() == nil)
    }

    @Test("a plant's own files count in the current folder and TAKT_HOME, never further up")
    func ownFiles() throws {
        let tree = try Tree([
            "site/plant.yaml", "site/takt.yaml", "site/deep/x", "home/plant.yaml",
        ])
        let here = tree.locator("site", bin: "prog/takt")
        #expect(here.plant() == "\(tree.root)/site/plant.yaml")
        #expect(here.configuration() == "\(tree.root)/site/takt.yaml")
        let below = tree.locator("site/deep", bin: "prog/takt")
        #expect(below.plant() == nil && below.configuration() == nil)
        let home = tree.locator("site/deep", bin: "prog/takt", home: "home")
        #expect(home.plant() == "\(tree.root)/home/plant.yaml")
        #expect(home.configuration() == nil)
        let same = tree.locator("site/deep", bin: "prog/takt", home: "site/deep")
        #expect(same.plant() == nil)
    }
}
