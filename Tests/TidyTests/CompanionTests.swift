import Foundation
import Testing

@Suite("Rules and contracts have their companions")
struct CompanionTests {
    @Test("every rule has a test beside it, and every rule test a rule")
    func rulesHaveTests() throws {
        let paths = Set(Repository.files(in: "rules", ending: ".lua").map(\.path))
        #expect(!paths.isEmpty, "there are no rules")
        for path in paths {
            if path.hasSuffix(".test.lua") {
                let rule = path.dropLast(".test.lua".count) + ".lua"
                #expect(paths.contains(String(rule)), "\(path) tests \(rule), which is not there")
            } else {
                let test = path.dropLast(".lua".count) + ".test.lua"
                #expect(paths.contains(String(test)), "\(path) has no \(test) beside it")
            }
        }
    }

    @Test("every contract in topics is named as its topic and has a schema and samples")
    func contractsAreComplete() throws {
        let files = Repository.files(in: "topics", ending: ".json")
        #expect(!files.isEmpty, "there are no contracts")
        for file in files {
            let content = try? JSONSerialization.jsonObject(with: Data(contentsOf: file.url))
            guard let contract = content as? [String: Any] else {
                Issue.record("\(file.path) is not a JSON object")
                continue
            }
            let topic = contract["topic"] as? String ?? ""
            #expect(file.path == "topics/\(topic).json", "\(file.path) describes topic \(topic)")
            guard let samples = contract["samples"] as? [Any] else {
                Issue.record("\(file.path) has no list \"samples\"")
                continue
            }
            if contract["direction"] as? String == "internal" { continue }
            #expect(!samples.isEmpty, "\(file.path) has no sample")
            // Records that carry somebody else's bytes are described by their headers.
            let schema = contract["value"] as? [String: Any]
            let headers = contract["headers"] as? [Any] ?? []
            #expect(schema != nil || !headers.isEmpty, "\(file.path) has no schema in \"value\"")
        }
    }
}
