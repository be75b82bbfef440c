import Codecs
import Engine
import PlantModel
import Records
import Testing

@Suite("What a process can do is published when its window is over")
struct CapabilityTests {
    private func factory(_ text: String) throws -> Factory {
        try Factory(
            plant: """
                version: capability
                unknown_equipment: learn
                characteristics:
                  - {name: d, equipment: "acme/**", \(text)}
                """
        )
    }

    private func send(_ body: String, _ second: Double, _ factory: Factory) {
        factory.send(
            .measurements,
            "{\(BadRecord.machine),\"time\":\"\(Factory.time(second))\",\"characteristic\":\"d\",\(body)}",
            timestamp: Factory.epoch + Int64(second * 1_000)
        )
    }

    private func windows(_ factory: Factory) -> [Output] {
        factory.collect().filter { $0.topic == .kpiCapability }
    }

    private func reasons(_ output: Output) -> [String]? {
        (try? JSONDocument(parsing: output.value))?.strings("reasons")
    }

    /// Forty values of a period of eight: mean 10, moving ranges that are easily added up.
    private static let values = (0..<40).map { 10 + [0, 1, -1, 2, 0, -2, 1, -1][$0 % 8] / 10.0 }

    @Test("the indices are those of the books, with the σ of moving ranges")
    func singleValues() throws {
        let factory = try factory(
            "specification: {lsl: 9.4, usl: 10.8}, capability: {window: 1h}, "
                + "chart: {kind: i-mr, rules: [1], limits: {mean: 10, sigma: 0.2}}"
        )
        for (index, value) in Self.values.enumerated() {
            send("\"value\":\(value)", Double(index) * 60, factory)
        }
        #expect(windows(factory).isEmpty, "the hour is not over")
        send("\"value\":10", 3_700, factory)
        let window = try #require(windows(factory).first)
        let ranges = zip(Self.values, Self.values.dropFirst()).map { abs($0 - $1) }
        let within = ranges.reduce(0, +) / 39 * Double.pi.squareRoot() / 2
        let mean = Self.values.reduce(0, +) / 40
        let squares = Self.values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let overall = (squares / 39).squareRoot()
        func agree(_ field: String, _ wanted: Double) {
            let found = window.number(field) ?? .nan
            #expect(abs(found - wanted) < 1e-9, "\(field) is \(found), not \(wanted)")
        }
        agree("count", 40)
        agree("mean", mean)
        agree("sigma_within", within)
        agree("sigma_overall", overall)
        agree("cp", 1.4 / (6 * within))
        agree("cpk", min(mean - 9.4, 10.8 - mean) / (3 * within))
        agree("ppk", min(mean - 9.4, 10.8 - mean) / (3 * overall))
        let cpm =
            1.4 / (6 * within)
            / (1 + ((mean - 10.1) / within) * ((mean - 10.1) / within)).squareRoot()
        agree("cpm", cpm)
        // Bissell's interval of Ppk, with 39 degrees of freedom.
        let ppk = min(mean - 9.4, 10.8 - mean) / (3 * overall)
        let error = 1.959963984540054 * (1 / (9 * 40.0) + ppk * ppk / (2 * 39)).squareRoot()
        agree("ppk_lower", ppk - error)
        agree("ppk_upper", ppk + error)
        #expect(window.value.contains("\"valid\":true"))
        #expect(reasons(window) == [])
        #expect(window.text("window_start") == Factory.time(0))
        #expect(window.text("window_end") == Factory.time(3_600))
        #expect(window.headers["ce_id"]?.hasPrefix("kpi.capability/acme/berlin") == true)
    }

    @Test("a window that is unstable, too small or without spread says so")
    func invalid() throws {
        let factory = try factory(
            "specification: {usl: 12}, capability: {window: 1m}, "
                + "chart: {kind: i-mr, rules: [1], limits: {mean: 10, sigma: 0.1}}"
        )
        for second in 0..<40 {
            send("\"value\":\(second == 20 ? 11 : 10.01)", Double(second), factory)
        }
        for second in 60..<65 { send("\"value\":10", Double(second), factory) }
        send("\"value\":10", 200, factory)
        let windows = windows(factory)
        #expect(windows.map { reasons($0) } == [["unstable"], ["too-few-values", "no-spread"]])
        #expect(windows.allSatisfy { $0.value.contains("\"valid\":false") })
        // The point and the moving ranges to it and back.
        #expect(windows.first?.number("signals") == 2)
        #expect(windows.first?.number("cp") == nil && windows.first?.number("cpu") != nil)
        #expect(windows.last?.number("cpk") == nil)
    }

    @Test("subgroups give the pooled σ, and each tool is a stage of its own")
    func stages() throws {
        let factory = try factory(
            "specification: {lsl: 8, usl: 12}, capability: {window: 1m, stage_by: tool}, "
                + "chart: {kind: xbar-s, subgroup_size: 3, limits: {mean: 10, sigma: 1}}"
        )
        for second in 0..<20 {
            let tool = second % 2 == 0 ? "T1" : "T2"
            let centre = second % 2 == 0 ? 10 : 10.5
            send(
                "\"values\":[\(centre - 0.5),\(centre),\(centre + 0.5)],\"tool\":\"\(tool)\"",
                Double(second),
                factory
            )
        }
        send("\"values\":[10,10,10]", 100, factory)
        let windows = windows(factory)
        #expect(windows.map { $0.text("stage") } == ["T1", "T2"])
        #expect(windows.map { $0.number("mean") } == [10, 10.5])
        #expect(windows.allSatisfy { $0.text("sigma_method") == "pooled" })
        #expect(windows.allSatisfy { $0.number("degrees_of_freedom") == 20 })
        // S = 0.5 in every subgroup; c4 of 21 values by its gamma functions is 0.98758 (published 0.9876).
        #expect(abs(0.5 / (windows[0].number("sigma_within") ?? 0) - 0.98758) < 1e-5)
        #expect(Set(windows.map { $0.headers["ce_id"] }).count == 2)
    }

    @Test("a value that comes when its window is out is left out, and the next window says so")
    func leftOut() throws {
        let factory = try factory("specification: {lsl: 8}, capability: {window: 1m}, chart: none")
        send("\"value\":10", 58, factory)
        factory.send(
            .measurements,
            "{\(BadRecord.machine),\"time\":\"\(Factory.time(70))\",\"characteristic\":\"other\",\"value\":1}",
            timestamp: Factory.epoch + 70_000
        )
        send("\"value\":10", 59, factory)
        send("\"value\":10", 75, factory)
        send("\"value\":10", 200, factory)
        let windows = windows(factory)
        #expect(windows.map { $0.number("count") } == [1, 1])
        #expect(windows.map { $0.number("left_out") } == [0, 1])
        #expect(factory.shard.books.isBalanced)
    }
}
