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

    @Test("every contract in topics is a JSON object with a schema and samples")
    func contractsAreComplete() throws {
        let files = Repository.files(in: "topics", ending: ".json")
        #expect(!files.isEmpty, "there are no contracts")
        for file in files {
            let value = try? JSONSerialization.jsonObject(with: Data(contentsOf: file.url))
            guard let contract = value as? [String: Any] else {
                Issue.record("\(file.path) is not a JSON object")
                continue
            }
            #expect(contract["schema"] is [String: Any], "\(file.path) has no object \"schema\"")
            let samples = contract["samples"] as? [Any]
            #expect(samples?.isEmpty == false, "\(file.path) has no list \"samples\" with entries")
        }
    }
}
