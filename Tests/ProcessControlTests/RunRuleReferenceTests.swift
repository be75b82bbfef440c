import ProcessControl
import Testing

@Suite struct RunRuleReferenceTests {
    @Test func `every reference sequence is flagged at exactly the expected points`() throws {
        var sequences: [String: [Double]] = [:]
        for row in try ReferenceTable("runrules_sequences").rows {
            sequences[row["case"] ?? "", default: []].append(row.number("z"))
        }
        let expectations = try ReferenceTable("runrules_expected").rows
        #expect(expectations.count == 180)
        for row in expectations {
            let values = try #require(sequences[row["case"] ?? ""])
            let code = row["rule"] ?? ""
            let rule = try #require(RunRule(code: code))
            let expected = (row["flagged_indices_1based"] ?? "").split(separator: " ").map {
                Int($0)
            }
            #expect(flagged(values, by: rule) == expected, "\(row["case"] ?? "") \(code)")
        }
    }

    private func flagged(_ values: [Double], by rule: RunRule) -> [Int?] {
        var history = RunRuleHistory()
        let limits = LocationLimits(centre: 0, standardError: 1)
        var places: [Int?] = []
        for (index, value) in values.enumerated() {
            let found = history.add(value, limits: limits, rules: RunRuleSet(RunRules(rule)))
            if found.rules.contains(rule) { places.append(index + 1) }
        }
        return places
    }
}
