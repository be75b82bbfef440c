import Records

@testable import RuleEngine

/// Something that happens to a runner, the same for every runner that it is applied to.
enum StateStep {
    case event(Double, [String: RuleValue], topic: String, equipment: String, state: String)
    case advance(Double)
    case command(Double, rank: UInt64, AlertOrder)
    case machine(Double, state: String)

    func apply(to bench: inout Bench) {
        switch self {
        case .event(let seconds, let values, let topic, let equipment, let state):
            bench.machineState = state
            bench.event(seconds, values, topic: topic, equipment: equipment)
        case .advance(let seconds): bench.advance(seconds)
        case .machine(let seconds, let state):
            bench.machineState = state
            bench.changeMachine(seconds)
        case .command(let seconds, let rank, let order):
            // The same alert in every runner, whatever the slots of its keys are.
            // Mostly one that there is something to say about.
            let lanes = bench.runner.keys.slots.filter(\.isUsed).flatMap { slot in
                [AlertLane.main, .missing].map { (slot.identity($0), slot[$0].isOpen) }
            }
            let open = lanes.filter(\.1)
            let alerts = (rank % 4 == 0 || open.isEmpty ? lanes : open).map(\.0).sorted()
            guard !alerts.isEmpty else { return }
            _ = bench.runner.command(
                alert: alerts[Int(rank % UInt64(alerts.count))],
                order,
                equipment: (0, "M1"),
                time: Bench.seconds(seconds),
                source: Bench.commandSource,
                outputs: &bench.outputs
            )
        }
    }
}
