import Engine
import Records
import Testing

@Suite("Charts tell recipes and tools apart, and patterns end where a stage or a gap does")
struct ChartStageTests {
    private func factory(_ charts: String) throws -> Factory {
        try Factory(
            plant: """
                version: stages
                unknown_equipment: learn
                characteristics:
                  - {name: d, equipment: "acme/**", \(charts)}
                """
        )
    }

    private func measure(
        _ values: [Double],
        tool: String,
        from second: Double,
        _ factory: Factory
    ) -> [Output] {
        for (index, value) in values.enumerated() {
            let time = second + Double(index)
            factory.send(
                .measurements,
                "{\(BadRecord.machine),\"time\":\"\(Factory.time(time))\",\"characteristic\":\"d\",\"tool\":\"\(tool)\",\"value\":\(value)}",
                timestamp: Factory.epoch + Int64(time * 1_000)
            )
        }
        return factory.collect()
    }

    private static let calm = [10, 10.1, 9.9, 10.1, 9.9, 10.0]

    @Test("each tool has limits of its own, by name on points, signals and changes of limits")
    func ownLimits() throws {
        let factory = try factory(
            "stage_by: tool, chart: {kind: i-mr, rules: [1], limits: {estimate: 6}}"
        )
        let first = measure(Self.calm, tool: "A", from: 0, factory)
        #expect(first.first { $0.topic == .spcLimits }?.text("stage") == "A")
        let second = measure(Self.calm.map { $0 + 5 }, tool: "B", from: 10, factory)
        #expect(second.count { $0.topic == .spcSignals } == 0)
        let limits = try #require(second.first { $0.topic == .spcLimits })
        #expect(limits.text("stage") == "B" && (limits.number("mean") ?? 0) > 14.9)
        let back = measure([10, 15], tool: "A", from: 20, factory)
        let signals = back.filter { $0.topic == .spcSignals && $0.text("location") == "location" }
        #expect(signals.count == 1 && signals[0].text("stage") == "A")
        #expect(measure([15], tool: "B", from: 30, factory).isEmpty)
        // A command names the stage, or means the present one.
        factory.send(
            .chartCommands,
            "{\(BadRecord.machine),\"time\":\"\(Factory.time(31))\",\"characteristic\":\"d\",\"command\":\"limits\",\"by\":\"Ada\",\"stage\":\"A\",\"mean\":20,\"sigma\":1}",
            timestamp: Factory.epoch + 31_000
        )
        #expect(factory.collect().first?.text("stage") == "A")
        #expect(
            measure([20], tool: "A", from: 32, factory).filter { $0.topic == .spcSignals }.isEmpty
        )
        #expect(measure([15], tool: "B", from: 33, factory).isEmpty)
    }

    @Test("seventeen tools: the one that ran longest ago makes room and begins anew")
    func manyStages() throws {
        let factory = try factory(
            "stage_by: tool, chart: {kind: i-mr, rules: [1], limits: {mean: 10, sigma: 1}}"
        )
        for tool in 0..<17 {
            _ = measure([10, 10], tool: "T\(tool)", from: Double(tool) * 10, factory)
        }
        let known = measure([20], tool: "T1", from: 200, factory)
        #expect(known.first { $0.topic == .spcSignals }?.number("point") == 3)
        let again = measure([20], tool: "T0", from: 210, factory)
        #expect(again.first { $0.topic == .spcSignals }?.number("point") == 1)
    }

    @Test("with shared limits a change of the tool only ends patterns", arguments: [true, false])
    func sharedLimits(changes: Bool) throws {
        let factory = try factory(
            "stage_by: tool, stage_limits: shared, "
                + "chart: {kind: i-mr, rules: [2], limits: {mean: 10, sigma: 1}}"
        )
        let six = Array(repeating: 10.5, count: 6)
        _ = measure(six, tool: "A", from: 0, factory)
        let after = measure(six, tool: changes ? "B" : "A", from: 10, factory)
        let signals = after.filter { $0.topic == .spcSignals }
        #expect(signals.isEmpty == changes)
        #expect(changes || signals[0].number("point") == 9)
    }

    @Test(
        "a gap ends patterns where the plant file says so",
        arguments: ["", ", trace_lots: true"]
    )
    func gaps(extra: String) throws {
        for (gap, isBroken) in [
            ("gap_breaks: 30s, ", true), ("", false), ("gap_breaks: 5m, ", false),
        ] {
            let factory = try factory(
                "chart: {\(gap)kind: i-mr, rules: [2], limits: {mean: 10, sigma: 1}\(extra)}"
            )
            let six = Array(repeating: 10.5, count: 6)
            _ = measure(six, tool: "A", from: 0, factory)
            let after = measure(six, tool: "A", from: 60, factory)
            #expect(after.contains { $0.topic == .spcSignals } == !isBroken, "\(gap)")
        }
    }
}
