import Testing

@testable import PlantModel

@Suite("What of a plant file changes while engines run, and what needs a restart")
struct PlantDifferenceTests {
    private static let text = """
        version: a
        states: {words: {RUN: productive}}
        equipment:
          - {path: acme/m, ideal_cycle: 2s}
        characteristics:
          - name: d
            equipment: "acme/**"
            unit: mm
            chart: {kind: i-mr, rules: [1], limits: {mean: 10, sigma: 1}}
            specification: {usl: 15}
            capability: {window: 1m}
          - {name: e, equipment: "acme/**", chart: {kind: i-mr, rules: [1], limits: {estimate: 30}}}
        """

    private func part(_ old: String, _ new: String) throws -> String? {
        let text = Self.text.replacing(old, with: new)
        try #require(text != Self.text)
        return try Plant.load(text).partThatNeedsRestart(after: Plant.load(Self.text))
    }

    @Test("stated limits, specification limits, labels and comments change while engines run")
    func limits() throws {
        #expect(try part("mean: 10", "mean: 12") == nil)
        #expect(try part("sigma: 1}", "sigma: 2}") == nil)
        #expect(try part("usl: 15", "lsl: 5, target: 10, usl: 16") == nil)
        #expect(try part("version: a", "version: b # new") == nil)
    }

    @Test(
        "everything else is named",
        arguments: [
            ("rules: [1], limits: {mean", "rules: [1, 2], limits: {mean", "'d': the design"),
            ("{mean: 10, sigma: 1}", "{estimate: 30}", "'d': the design"),
            ("estimate: 30", "estimate: 40", "'e': the design"),
            ("window: 1m", "window: 2m", "'d': capability"), ("unit: mm", "unit: cm", "'d': unit"),
            ("name: e", "name: f", "other names"), ("2s", "3s", "equipment"),
            ("acme/m", "acme/n", "equipment"), ("RUN: productive", "RUN: down", "states"),
            ("version: a", "unknown_equipment: dead-letter", "unknown_equipment"),
            ("version: a", "time_zone: Europe/Berlin", "time_zone"),
        ]
    )
    func others(old: String, new: String, sentence: String) throws {
        let part = try #require(try part(old, new))
        #expect(part.contains(sentence))
    }
}
