import Codecs
import Engine
import PlantModel
import Records
import Testing

@Suite("The limits of a chart live: collected, frozen, suspected, proposed, approved")
struct LimitLifeTests {
    /// A factory with one characteristic, its charts as text, and what is sent to it.
    private struct Line {
        let factory: Factory
        var clock = 0.0

        init(_ charts: String) throws {
            factory = try Factory(
                plant: """
                    version: life
                    unknown_equipment: learn
                    characteristics:
                      - {name: d, equipment: "acme/**", \(charts)}
                    """
            )
        }

        mutating func measure(_ values: [Double]) -> [Output] {
            for value in values { send(.measurements, "\"value\":\(value)") }
            return factory.collect()
        }

        mutating func command(_ word: String, _ fields: String = "") -> [Output] {
            send(.chartCommands, "\"command\":\"\(word)\",\"by\":\"Ada\"\(fields)")
            return factory.collect()
        }

        mutating func send(_ role: InputRole, _ fields: String) {
            clock += 1
            factory.send(
                role,
                "{\(BadRecord.machine),\"time\":\"\(Factory.time(clock))\",\"characteristic\":\"d\",\(fields)}",
                timestamp: Factory.epoch + Int64(clock * 1_000)
            )
        }
    }

    private func changes(_ outputs: [Output]) -> [String] {
        outputs.filter { $0.topic == .spcLimits }.compactMap { $0.text("change") }
    }

    private func only(_ outputs: [Output], _ change: String) throws -> Output {
        let found = outputs.filter { $0.topic == .spcLimits && $0.text("change") == change }
        #expect(found.count == 1, "\(outputs.map(\.value))")
        return try #require(found.first)
    }

    /// Twelve values of mean 10 whose moving ranges are known.
    private static let calm = (0..<12).map { 10 + [0, 0.1, -0.1, 0.05, -0.05, 0][$0 % 6] }

    @Test(
        "a chart that estimates freezes by itself, says so, and never changes its limits by itself",
        arguments: ["", ", trace_lots: true"]
    )
    func byItself(extra: String) throws {
        var line = try Line("chart: {kind: i-mr, rules: [1, 2], limits: {estimate: 12}\(extra)}")
        let frozen = try only(line.measure(Self.calm), "frozen")
        #expect(frozen.text("by") == "plant.yaml" && frozen.number("limit_version") == 1)
        #expect(frozen.number("points") == 12 && frozen.text("phase") == "monitoring")
        #expect(abs((frozen.number("mean") ?? 0) - 10) < 1e-12)
        #expect(frozen.text("effective_from") == Factory.time(12))

        let shifted = line.measure(Self.calm.map { $0 + 0.2 } + Self.calm.map { $0 + 0.2 })
        let suspected = try only(shifted, "suspected")
        #expect(suspected.text("grounds") == "shift")
        #expect(suspected.number("side_run") == 9)
        let proposed = try only(shifted, "proposed")
        #expect(proposed.number("points_since_change") == proposed.number("points"))
        #expect(abs((proposed.number("mean") ?? 0) - 10.2) < 0.02)
        #expect(proposed.number("mean_before") == frozen.number("mean"))
        #expect(proposed.number("limit_version") == 1 && proposed.number("proposed_version") == 2)
        let signals = shifted.filter { $0.topic == .spcSignals }
        #expect(!signals.isEmpty && signals.allSatisfy { $0.number("limit_version") == 1 })
        let renewed = try only(line.command("propose"), "proposed")
        #expect((renewed.number("points") ?? 0) > (proposed.number("points") ?? 99))
        let after = line.measure(Self.calm.map { $0 + 0.2 })
        #expect(changes(after).isEmpty, "a proposal waits for an answer")
        #expect(after.contains { $0.topic == .spcSignals && $0.number("limit_version") == 1 })
    }

    @Test("approved limits hold from their event time on, and run rules start anew with them")
    func approval() throws {
        var line = try Line("chart: {kind: i-mr, rules: [1, 2], limits: {estimate: 12}}")
        _ = line.measure(Self.calm)
        let proposed = try only(line.measure((0..<30).map { Self.calm[$0 % 12] + 0.2 }), "proposed")
        let until = line.clock + 6
        let from = ",\"effective_from\":\"\(Factory.time(until))\",\"version\":2,\"why\":\"die\""
        let approved = try only(line.command("approve", from), "approved")
        #expect(approved.number("limit_version") == 2 && approved.number("supersedes") == 1)
        #expect(approved.text("by") == "Ada" && approved.text("why") == "die")
        #expect(approved.number("mean") == proposed.number("mean"))
        let before = line.measure([10.2, 10.21, 10.19, 10.2])
        #expect(changes(before).isEmpty, "\(before.map(\.value))")
        #expect(before.filter { $0.topic == .spcSignals }.count == 4)
        let after = line.measure(Array(repeating: 10.21, count: 8))
        let effective = try only(after, "effective")
        #expect(effective.text("time") == Factory.time(until))
        #expect(!after.contains { $0.topic == .spcSignals }, "eight on one side are no nine")
        let late = line.measure([10.21, 12])
        let signals = late.filter { $0.topic == .spcSignals && $0.text("location") == "location" }
        #expect(signals.map { $0.number("limit_version") } == [2, 2])
        #expect(signals.map { $0.number("rule") } == [2, 1])
    }

    @Test("frozen by hand: points leave the trial only with a cause, and nothing is judged before")
    func byHand() throws {
        var line = try Line(
            "chart: {kind: i-mr, rules: [1], limits: {estimate: 12, freeze: manual}}"
        )
        var values = Self.calm
        values[3] = 14
        let trial = try only(line.measure(values), "trial")
        #expect((try JSONDocument(parsing: trial.value)).array("flagged_points")?.count == 1)
        #expect(trial.number("collected") == 12 && trial.number("limit_version") == 0)
        let without = line.command("exclude", ",\"point\":4")
        #expect(without.map(\.topic) == [.deadLetters])
        #expect(without[0].headers["dl_reason"]?.contains("assigned cause") ?? true)
        let excluded = try only(
            line.command("exclude", ",\"offset\":3,\"cause\":\"dropped gauge\""),
            "excluded"
        )
        #expect(excluded.text("cause") == "dropped gauge" && excluded.number("points") == 11)
        #expect(line.measure([30]).isEmpty, "nothing is judged on trial")
        _ = line.command("exclude", ",\"point\":13,\"cause\":\"test piece\"")
        let frozen = try only(line.command("freeze"), "frozen")
        #expect(frozen.number("limit_version") == 1 && frozen.number("points") == 11)
        let judged = line.measure([10, 14])
        #expect(changes(judged) == ["effective"])
        let signal = try #require(judged.first { $0.topic == .spcSignals })
        #expect(signal.number("limit_version") == 1)
        #expect(line.command("freeze").map(\.topic) == [.deadLetters], "it is not on trial")
    }

    @Test("collecting anew stops judging until somebody freezes")
    func collectAnew() throws {
        var line = try Line("chart: {kind: i-mr, rules: [1], limits: {estimate: 12}}")
        _ = line.measure(Self.calm)
        #expect(changes(line.command("collect")) == ["collecting"])
        #expect(changes(line.measure(Self.calm.map { $0 + 5 })) == ["trial"])
        #expect(changes(line.command("freeze")) == ["frozen"])
        let judged = line.measure([15, 10])
        let signal = try #require(judged.first { $0.topic == .spcSignals })
        #expect(signal.number("limit_version") == 2 && (signal.number("centre") ?? 0) > 14)
    }

    @Test(
        "stated limits become a version on every family of chart",
        arguments: [
            ("kind: i-mr, rules: [1], limits: {mean: 0, sigma: 1}", "mean"),
            ("kind: i-mr, rules: [1], limits: {estimate: 50}", "mean"),
            ("kind: ewma, limits: {mean: 0, sigma: 1}", "mean"),
            ("kind: cusum, limits: {estimate: 50}", "mean"),
            ("kind: p, limits: {average: 0.5}", "average"),
            ("kind: laney-u, limits: {estimate: 20}", "average"),
        ]
    )
    func stated(chart: String, field: String) throws {
        var line = try Line("chart: {\(chart)}")
        let isCounted = field == "average"
        func point(_ value: Double) {
            guard isCounted else { return line.send(.measurements, "\"value\":\(value)") }
            let what = chart.contains("laney-u") ? "defects" : "defectives"
            line.send(.inspections, "\"inspected\":100,\"\(what)\":\(Int(value))")
        }
        for _ in 0..<4 { point(2) }
        _ = line.factory.collect()
        let limits = isCounted ? "\"average\":0.2,\"sigma_z\":1" : "\"mean\":20,\"sigma\":1"
        let given = try only(line.command("limits", ",\(limits)"), "given")
        #expect(given.number(field) == (isCounted ? 0.2 : 20))
        let version = try #require(given.number("limit_version"))
        for _ in 0..<4 { point(20) }
        let quiet = line.factory.collect()
        #expect(changes(quiet) == ["effective"] && quiet.count == 1, "\(quiet.map(\.value))")
        for _ in 0..<8 { point(60) }
        let loud = line.factory.collect().filter { $0.topic == .spcSignals }
        #expect(!loud.isEmpty && loud.allSatisfy { $0.number("limit_version") == version })
    }

    @Test("limits may be stated before anything was measured, and hold from the first point")
    func statedFirst() throws {
        var line = try Line("chart: {kind: i-mr, rules: [1], limits: {estimate: 30}}")
        let given = try only(line.command("limits", ",\"mean\":5,\"sigma\":1"), "given")
        #expect(given.number("limit_version") == 1)
        let judged = line.measure([5, 9])
        #expect(judged.filter { $0.topic == .spcSignals }.count >= 1)
    }

    @Test(
        "a command that cannot be obeyed is a dead letter with a sentence",
        arguments: [
            ("paint", "", "is not one of a chart"),
            ("approve", "", "cannot be told to approve limits"),
            ("freeze", "", "cannot be told to freeze limits"),
            ("exclude", ",\"point\":1,\"cause\":\"x\"", "cannot be told to leave a point out"),
            ("limits", ",\"mean\":1", "say 'mean' and 'sigma'"),
            ("limits", ",\"mean\":1,\"sigma\":-1", "greater than zero"),
            ("limits", ",\"mean\":1,\"sigma\":1,\"effective_from\":\"soon\"", "effective_from"),
            ("propose", ",\"chart_number\":2", "must be 1 to 1"),
            ("propose", ",\"product\":\"X\"", "Nothing was measured"),
            ("propose", "", "only 0 points"),
        ]
    )
    func refused(word: String, fields: String, sentence: String) throws {
        var line = try Line("chart: {kind: i-mr, rules: [1], limits: {mean: 10, sigma: 1}}")
        _ = line.measure([10])
        let outputs = line.command(word, fields)
        #expect(outputs.map(\.topic) == [.deadLetters])
        let reason = outputs.first?.headers.values.joined(separator: " ") ?? ""
        let all = reason + (outputs.first?.value ?? "")
        #expect(all.contains(sentence), "\(all)")
        #expect(line.factory.shard.books.isBalanced)
    }
}
