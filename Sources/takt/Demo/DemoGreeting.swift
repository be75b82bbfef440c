import Engine
import Records

/// The first lines of a demonstration: where the broker is, how to look inside, what the plant is.
struct DemoGreeting {
    let plan: DemoPlan
    let settings: EngineSettings
    let address: String

    /// The line that shows the alerts with kcat.
    var kcat: String {
        "kcat -b \(address) -t \(settings.prefix)alerts -C -o beginning -f '%T %k %s\\n'"
    }

    /// All of it.
    func text(isEmbedded: Bool) -> String {
        let scenario = plan.scenario
        let sites = Set(
            (0..<scenario.machineCount).map {
                scenario.path(ofMachine: $0).split(separator: "/").prefix(2)
            }
        ).count
        let length = NumberText.duration(nanoseconds: plan.plantNanoseconds)
        let wall = NumberText.duration(nanoseconds: plan.wallNanoseconds)
        var text = "broker  \(address)\(isEmbedded ? "  (embedded)" : "")\n"
        text += "look    \(kcat)\n"
        text += "plant   \(NumberText.grouped(plan.machineCount)) machines on "
        text += "\(NumberText.count(sites, "site")), seed \(plan.seed), \(length) in \(wall) "
        text += "(\(plan.speedText) times as fast)\n"
        text += "rules   \(NumberText.count(settings.rules.count, "rule"))\n"
        if isEmbedded {
            text += "note    The embedded broker is volatile and keeps 5 MiB a partition; delivery "
            text += "is at-least-once.\n"
        }
        return text
    }
}
