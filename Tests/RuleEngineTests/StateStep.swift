import Records

@testable import RuleEngine

/// Something that happens to a runner, the same for every runner that it is applied to.
enum StateStep {
    case event(Double, [String: RuleValue], topic: String, equipment: String, state: String)
    case advance(Double)
    case command(Double, rank: UInt64, AlertCommand)

    func apply(to bench: inout Bench) {
        switch self {
        case .event(let seconds, let values, let topic, let equipment, let state):
            bench.machineState = state
            bench.event(seconds, values, topic: topic, equipment: equipment)
        case .advance(let seconds): bench.advance(seconds)
        case .command(let seconds, let rank, let command):
            // The same alert in every runner, whatever the slots of its keys are.
            let alerts = bench.runner.keys.slots.filter(\.isUsed)
                .flatMap { [$0.identity(.main), $0.identity(.missing)] }.sorted()
            guard !alerts.isEmpty else { return }
            _ = bench.runner.command(
                alert: alerts[Int(rank % UInt64(alerts.count))],
                command,
                by: "ann",
                time: Bench.seconds(seconds),
                outputs: &bench.outputs
            )
        }
    }
}
