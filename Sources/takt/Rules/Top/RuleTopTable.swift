/// What rules do and cost, read from a page of metrics, as a table; the most expensive first.
struct RuleTopTable {
    /// The figures of one rule by the name of the metric, without its prefix.
    private(set) var rules: [String: [String: Double]] = [:]

    /// Reads a page; lines about anything else are passed over.
    init(page: String) {
        let prefix = "takt_rule_"
        for line in page.split(separator: "\n") where line.hasPrefix(prefix) {
            guard let label = line.firstRange(of: "{rule=\""),
                let end = line.firstRange(of: "\"} "),
                let value = Double(line[end.upperBound...])
            else { continue }
            let name = line[line.index(line.startIndex, offsetBy: prefix.count)..<label.lowerBound]
            rules[String(line[label.upperBound..<end.lowerBound]), default: [:]][String(name)] =
                value
        }
    }

    /// The table; with an earlier page counts are those since then.
    func text(since earlier: RuleTopTable? = nil, limit: Int = 50) -> String {
        guard !rules.isEmpty else { return "The engine runs no rules.\n" }
        var table = TableText(
            [
                "rule", "evaluations", "matches", "match %", "ns each", "ms", "keys", "memory",
                "alerts", "errors", "quarantine",
            ],
            right: [
                "evaluations", "matches", "match %", "ns each", "ms", "keys", "memory", "alerts",
                "errors",
            ]
        )
        let sorted = rules.keys.sorted {
            let (a, b) = (count("seconds_total", $0, earlier), count("seconds_total", $1, earlier))
            return a == b ? $0 < $1 : a > b
        }
        for rule in sorted.prefix(limit) { table.add(row(rule, earlier)) }
        let left = sorted.count - limit
        return table.text + (left > 0 ? "and \(NumberText.count(left, "rule")) more.\n" : "")
    }

    private func row(_ rule: String, _ earlier: RuleTopTable?) -> [String] {
        let evaluations = count("evaluations_total", rule, earlier)
        let matches = count("matches_total", rule, earlier)
        let seconds = count("seconds_total", rule, earlier)
        let isLocked = gauge("quarantined_tasks", rule) > 0
        return [
            rule, NumberText.grouped(Int(evaluations)), NumberText.grouped(Int(matches)),
            evaluations > 0 ? NumberText.fixed(matches / evaluations * 100, 2) : "",
            evaluations > 0 ? NumberText.fixed(seconds * 1e9 / evaluations, 0) : "",
            NumberText.fixed(seconds * 1e3, 1), NumberText.grouped(Int(gauge("keys", rule))),
            NumberText.bytes(Int(gauge("memory_bytes", rule))),
            NumberText.grouped(Int(count("alerts_total", rule, earlier))),
            NumberText.grouped(Int(count("errors_total", rule, earlier))),
            isLocked ? "in \(NumberText.count(Int(gauge("quarantined_tasks", rule)), "task"))" : "",
        ]
    }

    private func gauge(_ name: String, _ rule: String) -> Double { rules[rule]?[name] ?? 0 }

    /// A counter that fell has begun anew: a task came or went.
    private func count(_ name: String, _ rule: String, _ earlier: RuleTopTable?) -> Double {
        let now = gauge(name, rule)
        let before = earlier?.gauge(name, rule) ?? 0
        return now >= before ? now - before : now
    }
}
