import RuleEngine

/// A figure of each rule, as the page of metrics tells it.
struct RuleMetric {
    let name: String
    let kind: MetricsText.Kind
    let help: String
    let value: @Sendable (RuleFigures) -> Double

    static let all: [RuleMetric] = [
        RuleMetric("evaluations_total", .counter, "Conditions evaluated.") {
            Double($0.counters.evaluations)
        },
        RuleMetric("matches_total", .counter, "Times that the condition held.") {
            Double($0.counters.matches)
        },
        RuleMetric("alerts_total", .counter, "Alerts raised.") { Double($0.counters.alerts) },
        RuleMetric("calls_total", .counter, "Calls of the function.") {
            Double($0.counters.calls)
        },
        RuleMetric("errors_total", .counter, "Conditions without an answer, and failed calls.") {
            Double($0.counters.conditionErrors + $0.counters.callErrors)
        },
        RuleMetric("quarantines_total", .counter, "Times it went into quarantine.") {
            Double($0.counters.quarantines)
        },
        RuleMetric("seconds_total", .counter, "Time taken, estimated from one event in 1024.") {
            Double($0.nanoseconds) / 1e9
        },
        RuleMetric("keys", .gauge, "Keys known.") { Double($0.keyCount) },
        RuleMetric("memory_bytes", .gauge, "Bytes of its keys and of its interpreter.") {
            Double($0.byteCount)
        },
        RuleMetric("quarantined_tasks", .gauge, "Tasks in which it is in quarantine.") {
            Double($0.quarantineCount)
        },
    ]

    private init(
        _ name: String,
        _ kind: MetricsText.Kind,
        _ help: String,
        _ value: @escaping @Sendable (RuleFigures) -> Double
    ) {
        self.name = "takt_rule_" + name
        self.kind = kind
        self.help = help
        self.value = value
    }
}

extension EngineMetricsPage {
    /// What each rule does and costs.
    static func addRules(_ rules: [RuleFigures], _ page: inout MetricsText) {
        for metric in RuleMetric.all {
            let values = rules.map { ($0.rule, metric.value($0)) }
            page.add(metric.name, metric.kind, metric.help, label: "rule", values)
        }
    }
}
