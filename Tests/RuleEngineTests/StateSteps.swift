import Records
import TestSupport

@testable import RuleEngine

/// Random steps in the order of time, late events now and then.
struct StateSteps {
    private var random: SeededGenerator
    private var seconds = 0.0
    private var count: UInt64 = 0

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    /// Whether the process ends here.
    var isCrash: Bool { mutating get { chance(30) } }

    private mutating func chance(_ oneIn: UInt64) -> Bool { random.next() % oneIn == 0 }

    private mutating func pick<T>(_ values: [T]) -> T { values.randomElement(using: &random)! }

    private mutating func order() -> AlertOrder {
        let common: [AlertCommand] = [.acknowledge, .acknowledge, .acknowledge, .close, .unshelve]
        var order = AlertOrder(
            pick(common + [.reset, .reset, .inService, .inService] + AlertCommand.allCases),
            by: pick(["ann", "bob"]),
            why: chance(3) ? "" : "because"
        )
        order.isOneShot = chance(2)
        order.until = Bench.seconds(seconds + Double(random.next() % 90))
        order.workOrder = "WO-\(random.next() % 9)"
        return order
    }

    mutating func next() -> StateStep {
        // Calm and busy times in turn; sometimes a silence, so that data is missing.
        count += 1
        let pace: UInt64 = count / 100 % 2 == 0 ? 60 : 15
        seconds += chance(60) ? 150 : Double(random.next() % pace) / 10
        if chance(4) { return .advance(seconds) }
        if chance(8) {
            return .command(seconds, rank: random.next(), order())
        }
        if chance(15) {
            return .machine(seconds, state: pick(["running", "running", "maintenance"]))
        }
        let time = chance(20) ? max(0, seconds - 30) : seconds
        let equipment = pick(["M1", "M1", "M2", "M3"])
        let state = pick(["running", "running", "running", "maintenance"])
        if chance(6) {
            let category = pick(["down", "down", "productive"])
            return .event(
                time,
                ["category": .text(category), "reason": .text("r\(random.next() % 3)")],
                topic: "equipment.states",
                equipment: equipment,
                state: state
            )
        }
        var values: [String: RuleValue] = [
            "characteristic": .text(chance(8) ? "pressure" : "temp"),
            "value": .number(chance(10) ? 0 : Double(random.next() % 198) / 10),
            "zone": .text(pick(["a", "b", "c"])), "seq": .integer(Int64(random.next() % 6)),
        ]
        if chance(2) { values["lot"] = .text("lot-\(random.next() % 9)") }
        return .event(
            time,
            values,
            topic: "process.measurements",
            equipment: equipment,
            state: state
        )
    }
}
