import Testing

@Suite("The targets know only whom they may know")
struct ArrowTests {
    @Test("Package.swift has exactly the arrows of the table")
    func manifestAgreesWithTable() throws {
        var drawn: [String: Set<String>] = [:]
        for target in try Manifest.read().targets {
            drawn[target.name] = Set(target.dependencies.map(\.name))
        }
        #expect(
            Set(drawn.keys) == Set(Arrows.table.keys),
            "targets and table name different things"
        )
        for (target, arrows) in drawn {
            let allowed = Arrows.table[target] ?? []
            let implied: Set<String> = target.hasSuffix("Tests") ? ["TestSupport"] : []
            let surplus = arrows.subtracting(allowed).subtracting(implied).sorted()
            let missing = allowed.subtracting(arrows).sorted()
            #expect(
                surplus.isEmpty,
                "\(target) depends on \(surplus), which the table does not allow"
            )
            #expect(
                missing.isEmpty,
                "the table lets \(target) use \(missing), Package.swift does not"
            )
        }
    }

    @Test("the table has no circle")
    func tableIsAcyclic() {
        var remaining = Arrows.table.mapValues { $0.filter { Arrows.table[$0] != nil } }
        while let leaf = remaining.first(where: { $0.value.isEmpty })?.key {
            remaining[leaf] = nil
            remaining = remaining.mapValues { $0.subtracting([leaf]) }
        }
        #expect(remaining.isEmpty, "these wait for one another: \(remaining.keys.sorted())")
    }

    @Test("every import line follows an arrow, so none comes in through a neighbour")
    func importsFollowArrows() throws {
        for file in Repository.swiftFiles where Arrows.table[file.target] != nil {
            let allowed = Arrows.importsAllowed(for: file.target)
            for module in try file.imports() {
                #expect(
                    allowed.contains(module),
                    "\(file.path) imports \(module), which \(file.target) may not know"
                )
            }
        }
    }

    @Test("each C library has one Swift importer")
    func librariesHaveOneOwner() throws {
        for file in Repository.swiftFiles {
            for module in try file.imports() {
                guard let owner = Arrows.ownerOfCLibrary[module] else { continue }
                #expect(
                    file.target == owner,
                    "\(file.path) imports \(module); only \(owner) may, ask it instead"
                )
            }
        }
    }

    @Test("the reader of import lines sees every form of import")
    func importFormsAreSeen() throws {
        let forms: [(String, String?)] = [
            ("import Records", "Records"),
            ("@testable import Rings", "Rings"),
            ("public import Codecs  // why", "Codecs"),
            ("@_spi(Inner) import struct Foundation.Data", "Foundation"),
            ("    import func Glibc.sqrt", "Glibc"),
            ("/// import Foundation", nil),
            ("let important = 1", nil),
        ]
        for (line, module) in forms {
            #expect(SourceFile.importedModule(line[...]) == module, "\(line)")
        }
    }
}
