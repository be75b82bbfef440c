import Engine
import PlantModel
import Records
import TestSupport
import Testing

/// Charts of every family through the whole pipeline, beside formulas written down as in the books.
@Suite("Charts of every family in the engine")
struct ChartFamilyTests {
    private let seed = testSeed()

    /// A factory with one characteristic, and points published.
    private func factory(_ charts: String) throws -> Factory {
        try Factory(
            plant: """
                version: families
                unknown_equipment: learn
                unknown_characteristic: dead-letter
                characteristics:
                  - {name: d, equipment: "acme/**", \(charts)}
                """
        ) { $0.publishesPoints = true }
    }

    private func measure(_ body: String, _ second: Int, _ factory: Factory) {
        factory.send(
            .measurements,
            "{\(BadRecord.machine),\"time\":\"\(Factory.time(Double(second)))\",\"characteristic\":\"d\",\(body)}",
            timestamp: Factory.epoch + Int64(second) * 1_000
        )
    }

    private func inspect(_ body: String, _ second: Int, _ factory: Factory) {
        factory.send(
            .inspections,
            "{\(BadRecord.machine),\"time\":\"\(Factory.time(Double(second)))\",\"characteristic\":\"d\",\(body)}",
            timestamp: Factory.epoch + Int64(second) * 1_000
        )
    }

    private func points(_ factory: Factory) -> [Output] {
        factory.collect().filter { $0.topic == .spcPoints }
    }

    private func values(_ count: Int) -> [Double] {
        var generator = SeededGenerator(seed: seed)
        // Three digits, so that the text says exactly what is computed with.
        return (0..<count).map { _ in
            Double(Int.random(in: 8_000...12_400, using: &generator)) / 1_000
        }
    }

    private func agree(_ a: Double?, _ b: Double) -> Bool {
        guard let a else { return b.isNaN }
        return abs(a - b) <= 1e-12 * max(1, abs(b))
    }

    @Test("an EWMA has the limits of its age, and signals beyond them")
    func ewma() throws {
        let factory = try factory(
            "chart: {kind: ewma, lambda: 0.2, width: 2.5, limits: {mean: 10, sigma: 1}}"
        )
        let values = values(60)
        for (index, value) in values.enumerated() { measure("\"value\":\(value)", index, factory) }
        var average = 10.0
        for (index, point) in points(factory).enumerated() {
            average = 0.2 * values[index] + 0.8 * average
            var square = 1.0
            for _ in 0...index { square *= 0.64 }
            let error = (0.2 / 1.8 * (1 - square)).squareRoot()
            #expect(point.text("chart") == "ewma")
            #expect(agree(point.number("statistic"), average), "seed \(seed)")
            #expect(agree(point.number("ucl"), 10 + 2.5 * error))
            #expect(agree(point.number("lcl"), 10 - 2.5 * error))
            let isOut = abs(average - 10) > 2.5 * error
            #expect(point.value.contains("\"signal\":\(isOut)"))
            #expect(point.number("moving_range") == nil)
        }
    }

    @Test("a CUSUM plots the larger sum, starts ahead, and names the points since the change")
    func cusum() throws {
        let factory = try factory(
            "chart: {kind: cusum, k: 0.5, h: 4.0006, head_start: 0.5, limits: {mean: 10, sigma: 1}}"
        )
        let values = values(80).map { ($0 + 0.4) }
        for (index, value) in values.enumerated() { measure("\"value\":\(value)", index, factory) }
        let outputs = factory.collect()
        let signals = outputs.filter { $0.topic == .spcSignals }
        var (upper, lower, run, signalCount) = (2.0003, 2.0003, 0, 0)
        for (index, point) in outputs.filter({ $0.topic == .spcPoints }).enumerated() {
            upper = max(0, upper + values[index] - 10 - 0.5)
            lower = max(0, lower + 10 - values[index] - 0.5)
            run = upper > 0 ? run + 1 : 0
            #expect(agree(point.number("cusum_upper"), upper), "seed \(seed)")
            #expect(agree(point.number("cusum_lower"), lower))
            #expect(agree(point.number("statistic"), lower > upper ? -lower : upper))
            #expect(point.number("ucl") == 4.0006 && point.number("lcl") == -4.0006)
            // Never a tie: values have three digits.
            guard upper > 4.0006 else { continue }
            signalCount += 1
            let signal = try #require(signals.first { $0.number("point") == Double(index + 1) })
            #expect(signal.number("points_since_change") == Double(run))
            #expect(signal.number("pattern_points") == Double(min(16, run)))
            #expect(agree(signal.number("shifted_mean"), 10 + 0.5 + upper / Double(run)))
        }
        #expect(signalCount > 0 && signals.count >= signalCount, "seed \(seed)")
    }

    @Test("an EWMA of estimated limits collects as an individuals chart does")
    func estimatedEWMA() throws {
        let factory = try factory(
            "chart: {kind: ewma, lambda: 1, width: 3, limits: {estimate: 20}}"
        )
        let values = values(22)
        for (index, value) in values.enumerated() { measure("\"value\":\(value)", index, factory) }
        let points = points(factory)
        #expect(points.prefix(20).allSatisfy { $0.text("phase") == "collecting" })
        let base = values.prefix(20)
        let mean = base.reduce(0, +) / 20
        let ranges = zip(base, base.dropFirst()).map { abs($0 - $1) }
        // d2(2) = 2/√π.
        let sigma = ranges.reduce(0, +) / 19 / (2 / Double.pi.squareRoot())
        for (point, value) in zip(points.suffix(2), values.suffix(2)) {
            #expect(point.text("phase") == "monitoring")
            #expect(agree(point.number("statistic"), value), "seed \(seed)")
            #expect(abs(try #require(point.number("ucl")) - (mean + 3 * sigma)) < 1e-10)
        }
        #expect(points.map { $0.number("point") } == (1...22).map(Double.init))
    }

    @Test("an X̄-S chart says standard deviation, with limits of each subgroup's own size")
    func meanDeviation() throws {
        let factory = try factory(
            """
            chart: {kind: xbar-s, subgroup_size: 5, size_varies: true, limits: {mean: 10, sigma: 2}}
            """
        )
        measure("\"values\":[9,10,11,12,13]", 0, factory)
        measure("\"values\":[9,11]", 1, factory)
        let points = points(factory)
        #expect(points.map { $0.text("chart") } == ["xbar-s", "xbar-s"])
        #expect(agree(points[0].number("deviation"), 2.5.squareRoot()))
        #expect(agree(points[0].number("ucl"), 10 + 3 * 2 / 5.squareRoot()))
        #expect(agree(points[1].number("deviation"), 2.squareRoot()))
        #expect(agree(points[1].number("ucl"), 10 + 3 * 2 / 2.squareRoot()))
        #expect(points.allSatisfy { $0.number("range") == nil && $0.number("moving_range") == nil })
    }

    @Test("a signal of the standard deviation speaks of the standard deviation")
    func deviationSignal() throws {
        let factory = try factory(
            "chart: {kind: xbar-s, subgroup_size: 2, rules: [1], limits: {mean: 10, sigma: 1}}"
        )
        measure("\"values\":[7,13]", 0, factory)
        let signal = try #require(factory.collect().first { $0.topic == .spcSignals })
        #expect(signal.text("location") == "dispersion")
        #expect(agree(signal.number("statistic"), 18.squareRoot()))
        #expect(signal.text("rule_title") == "a standard deviation beyond a control limit")
        // B6(2) = c4 + 3√(1 − c4²) with c4(2) = √(2/π).
        let c4 = (2 / Double.pi).squareRoot()
        #expect(
            abs(try #require(signal.number("ucl")) - (c4 + 3 * (1 - c4 * c4).squareRoot())) < 1e-12
        )
        #expect(signal.number("z") == nil)
    }

    @Test("a p chart has limits for every sample, and says when the lower one cannot signal")
    func proportion() throws {
        let factory = try factory("chart: {kind: p, limits: {average: 0.1}}")
        let samples = [(3, 50), (12, 60), (40, 200), (9, 400)]
        for (index, (count, inspected)) in samples.enumerated() {
            inspect("\"inspected\":\(inspected),\"defectives\":\(count)", index, factory)
        }
        let outputs = factory.collect()
        for (point, (count, n)) in zip(outputs.filter { $0.topic == .spcPoints }, samples) {
            let error = (0.1 * 0.9 / Double(n)).squareRoot()
            let p = Double(count) / Double(n)
            #expect(point.text("chart") == "p")
            #expect(point.number("size") == Double(n))
            #expect(agree(point.number("statistic"), p))
            #expect(agree(point.number("ucl"), 0.1 + 3 * error))
            #expect(agree(point.number("lcl"), max(0, 0.1 - 3 * error)))
            #expect(agree(point.number("z"), (p - 0.1) / error))
            #expect(point.value.contains("\"lcl_active\":\(0.1 > 3 * error)"))
        }
        let signals = outputs.filter { $0.topic == .spcSignals }
        #expect(signals.map { $0.number("statistic") } == [0.2, 0.0225])
        #expect(signals.map { $0.number("pattern_points") } == [1, 1])
    }

    @Test("counts and rates of defects come from the field 'defects'", arguments: ["c", "u"])
    func defects(kind: String) throws {
        let factory = try factory("chart: {kind: \(kind), limits: {average: 4}}")
        inspect("\"inspected\":2,\"defectives\":1,\"defects\":11", 0, factory)
        let point = try #require(points(factory).first)
        let size = kind == "u" ? 2.0 : 1
        #expect(agree(point.number("statistic"), 11 / size))
        #expect(agree(point.number("ucl"), 4 + 3 * (4 / size).squareRoot()))
        #expect(agree(point.number("sigma"), (4 / size).squareRoot()))
    }

    @Test("Laney's p′ widens the limits by the variation between samples that it has seen")
    func laney() throws {
        let factory = try factory("chart: {kind: laney-p, limits: {estimate: 4}}")
        let counts = [100, 160, 90, 150, 120]
        for (index, count) in counts.enumerated() {
            inspect("\"inspected\":1000,\"defectives\":\(count)", index, factory)
        }
        let points = points(factory)
        let average = 500.0 / 4_000
        let error = (average * (1 - average) / 1_000).squareRoot()
        let z = counts.prefix(4).map { (Double($0) / 1_000 - average) / error }
        let ranges = zip(z, z.dropFirst()).map { abs($0 - $1) }
        let between = ranges.reduce(0, +) / 3 / (2 / Double.pi.squareRoot())
        #expect(points.map { $0.text("phase") }.suffix(2) == ["collecting", "monitoring"])
        let last = try #require(points.last)
        #expect(abs(try #require(last.number("ucl")) - (average + 3 * error * between)) < 1e-12)
        #expect(last.number("point") == 5)
    }

    @Test("several charts of one characteristic each have their say")
    func several() throws {
        let factory = try factory(
            """
            charts: [{kind: i-mr, rules: [1], limits: {mean: 10, sigma: 1}}, \
            {kind: cusum, k: 0.5, h: 3, limits: {mean: 10, sigma: 1}}, \
            {kind: xbar-r, subgroup_size: 2, rules: [1], limits: {mean: 10, sigma: 1}}, \
            {kind: np, sample_size: 20, limits: {average: 0.1}}]
            """
        )
        for second in 0..<4 { measure("\"value\":12", second, factory) }
        inspect("\"inspected\":20,\"defectives\":9", 5, factory)
        let outputs = factory.collect()
        let points = outputs.filter { $0.topic == .spcPoints }
        let words = points.compactMap { $0.text("chart") }
        #expect(words.filter { $0 == "i-mr" }.count == 4)
        #expect(words.filter { $0 == "cusum" }.count == 4)
        #expect(words.filter { $0 == "xbar-r" }.count == 2)
        #expect(words.last == "np")
        #expect(Set(points.map { $0.headers["ce_id"] }).count == points.count)
        #expect(
            points.first?.number("chart_number") == 1 && points.last?.number("chart_number") == 4
        )
        let signals = outputs.filter { $0.topic == .spcSignals }.compactMap { $0.text("chart") }
        // Sums of 1.5, 3, 4.5, 6 against 3; means of 2√2 standard errors do not break rule 1.
        #expect(signals == ["cusum", "cusum", "np"])
        #expect(factory.shard.books.isBalanced)
    }

    @Test(
        "a sample that its chart cannot take is a dead letter that says why",
        arguments: [
            ("\"inspected\":40,\"defectives\":1", "np", "its samples have 20 units"),
            ("\"inspected\":20,\"defectives\":1.5", "np", "whole numbers"),
            ("\"inspected\":20,\"defects\":3", "np", "'defectives', which the record does not say"),
            ("\"inspected\":20,\"defectives\":3", "u", "'defects', which the record does not say"),
        ]
    )
    func refused(body: String, kind: String, part: String) throws {
        let size = kind == "np" ? "sample_size: 20, " : ""
        let factory = try factory("chart: {kind: \(kind), \(size)limits: {average: 0.1}}")
        inspect(body, 0, factory)
        let letter = try #require(factory.collect().first { $0.topic == .deadLetters })
        let reason = letter.headers.values.joined(separator: " ")
        #expect(reason.contains(part), "\(reason)")
        #expect(factory.shard.books.deadLettered == 1)
        #expect(factory.shard.books.isBalanced)
    }

    @Test("an inspection far behind the newest of its series goes to late events")
    func late() throws {
        let factory = try factory("chart: {kind: p, limits: {average: 0.1}}")
        inspect("\"inspected\":20,\"defectives\":1", 100, factory)
        inspect("\"inspected\":20,\"defectives\":1", 10, factory)
        #expect(factory.shard.books.late == 1)
    }
}
