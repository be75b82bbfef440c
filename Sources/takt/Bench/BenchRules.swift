import RuleEngine

/// Rules for benchmarks: native, spread over the characteristics of the simulated plant, never true.
enum BenchRules {
    private static let characteristics =
        ["zone_temp", "pressure", "torque", "diameter"] + (0..<16).map { "other_\($0)" }

    static let catalogue = FieldCatalogue(topics: [
        "process.measurements": [
            "equipment": .init(.text), "characteristic": .init(.text), "value": .init(.number),
            "lot": .init(.text),
        ]
    ])

    /// One file with so many rules.
    static func source(count: Int) -> RuleSource {
        var text = ""
        for number in 0..<count {
            text += """
                rule "bench-\(number)" {
                  title = "{equipment} bench \(number)",
                  owner = "bench",
                  on = "process.measurements",
                  key = { "equipment" },
                  when = [[ characteristic == "\(characteristics[number % characteristics.count])" \
                and value > 1e12 and lot ~= "x\(number)" ]],
                  hold = "1s",
                  severity = "low",
                }

                """
        }
        return RuleSource(path: "rules/bench.lua", text: text)
    }
}
