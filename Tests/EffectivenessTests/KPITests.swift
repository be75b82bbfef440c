import Effectiveness
import Records
import TestSupport
import Testing

private let minute = Nanoseconds.minute

/// An eight-hour shift: 30 min break, 30 maintenance, 20 setup, 15 idle, 10 starved, 5 blocked, two
/// failures of 40 min together, 6 min of minor stops and 324 productive; 300 made at 60 s.
private func shift() -> OEETotals {
    var totals = OEETotals()
    totals[.plannedBreak] = 30 * minute
    totals[.maintenance] = 30 * minute
    totals[.setup] = 20 * minute
    totals[.idle] = 15 * minute
    totals[.starved] = 10 * minute
    totals[.blocked] = 5 * minute
    totals[.down] = 40 * minute
    totals[.minorStop] = 6 * minute
    totals[.productive] = 324 * minute
    totals[.planned] = 420 * minute
    totals[.unscheduled] = 960 * minute
    totals[.stopCount] = 2
    totals[.total] = 300_000_000
    totals[.good] = 285_000_000
    totals[.scrap] = 8_000_000
    totals[.rework] = 4_000_000
    totals[.startup] = 3_000_000
    totals[.idealTotal] = 300 * minute
    totals[.idealGood] = 285 * minute
    totals[.idealStartup] = 3 * minute
    totals[.taktGood] = 285 * 80 * Nanoseconds.second
    return totals
}

@Suite struct KPITests {
    /// Worked by hand from the formulas of the definitions, minutes over minutes where they cancel.
    static let expected: [(id: String, numerator: Double, denominator: Double)] = [
        ("oee/availability", 330, 420),
        ("oee/performance", 300, 330),
        ("oee/quality", 285, 300),
        ("oee/oee", 285, 420),
        ("oee/ooe", 285, 480),
        ("oee/teep", 285, 1_440),
        ("oee/loading", 420, 1_440),
        ("oee/takt-attainment", 380, 420),
        ("mtbf/uptime", 19_800_000, 2),
        ("mtbf/cycle", 22_200_000, 2),
        ("mttr/downtime", 2_400_000, 2),
        ("iso22400-2:2014/2", 405, 420),
        ("iso22400-2:2014/3", 300, 7),
        ("iso22400-2:2014/4", 405, 420),
        ("iso22400-2:2014/5", 330, 405),
        ("iso22400-2:2014/6", 285, 420),
        ("iso22400-2:2014/7", 29_925_000, 41_580_000),
        ("iso22400-2:2014/8", 330, 420),
        ("iso22400-2:2014/9", 300, 330),
        ("iso22400-2:2014/10", 285, 300),
        ("iso22400-2:2014/11", 20, 350),
        ("iso22400-2:2014/12", 330, 385),
        ("iso22400-2:2014/13", 330, 420),
        ("iso22400-2:2014/15", 285, 300),
        ("iso22400-2:2014/16", 11, 300),
        ("iso22400-2:2014/17", 4, 300),
        ("iso22400-2:2014/30", 300, 420),
        ("iso22400-2:2014/31", 22_200_000, 3),
        ("iso22400-2:2014/32", 19_800_000, 3),
        ("iso22400-2:2014/33", 2_400_000, 3),
        ("iso22400-2:2014/34", 40, 70),
    ]

    @Test("each figure follows its formula")
    func values() throws {
        let computed = KPIDefinition.all.filter { $0.isComputed }
        #expect(Set(Self.expected.map(\.id)) == Set(computed.map(\.id)))
        for row in Self.expected {
            let kpi = try #require(computed.first { $0.id == row.id })
            var value = try #require(kpi.value(shift())?.value)
            if kpi.unit == "ms" { value /= 1e6 }
            let expected = row.numerator / row.denominator
            #expect(abs(value - expected) <= 1e-12 * max(1, expected), "\(kpi.name)")
        }
    }

    @Test(
        "all 34 KPIs of ISO 22400-2 are listed, 20 of them computed, the others with what they need"
    )
    func list() {
        let iso = KPIDefinition.iso22400
        #expect(iso.map(\.id) == (1...34).map { "iso22400-2:2014/\($0)" })
        #expect(iso.count { $0.isComputed } == 20)
        for kpi in iso where !kpi.isComputed {
            #expect(!kpi.waitsFor.isEmpty && kpi.value(shift()) == nil)
        }
        let ids = Set(KPIDefinition.all.map(\.id))
        let fields = KPIDefinition.all.filter(\.isComputed).map { "\($0.field)" }
        #expect(ids.count == KPIDefinition.all.count && Set(fields).count == fields.count)
    }

    @Test("nothing divided by nothing is no number, and says why")
    func nothing() {
        for kpi in KPIDefinition.all {
            guard let ratio = kpi.value(OEETotals()) else { continue }
            // ISO's mean times have a denominator of 1 without a failure.
            let hasValue = ["31", "32", "33"].contains { kpi.id.hasSuffix("/\($0)") }
            #expect((ratio.value == nil) == !hasValue && (ratio.undefined == nil) == hasValue)
        }
    }

    @Test("the good and all losses are the planned time, and the six big losses are marked")
    func losses() {
        let totals = shift()
        let sum = LossKind.allCases.reduce(Int64(0)) { $0 + totals.loss($1) }
        #expect(totals[.idealGood] + sum == totals.plannedNanoseconds)
        #expect(LossKind.allCases.count { $0.isBigLoss } == 6)
        let pareto = totals.lossPareto
        #expect(pareto.map(\.kind).prefix(3) == [.breakdowns, .reducedSpeed, .setup])
        #expect(pareto.map(\.nanoseconds) == pareto.map(\.nanoseconds).sorted(by: >))
        #expect(totals.loss(.processDefects) == 12 * minute)
        #expect(totals.loss(.startupRejects) == 3 * minute)
        var unknown = totals
        unknown[.unknown] = 7 * minute
        unknown[.planned] += 7 * minute
        #expect(unknown.loss(.unknown) == 7 * minute)
    }
}

@Suite struct PublishedFieldTests {
    private func random(_ generator: inout SeededGenerator) -> OEETotals {
        var totals = OEETotals()
        for primitive in OEEPrimitive.allCases where primitive.fieldName != nil {
            let isRest = primitive.fieldScale == 1
            let limit: Int64 = isRest ? 999_999 : 2_000_000_000_000_000
            totals[primitive] = Int64.random(in: 0...limit, using: &generator)
        }
        return totals
    }

    private func fields(_ totals: OEETotals) -> [String: Double] {
        var fields: [String: Double] = [:]
        totals.forEachField { name, value, _ in fields["\(name)"] = value }
        return fields
    }

    @Test("totals come back from the fields of a record to the nanosecond")
    func roundTrip() {
        let seed = testSeed()
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let totals = random(&generator)
            let fields = fields(totals)
            #expect(OEETotals { fields["\($0)"] } == totals, "seed \(seed)")
        }
    }

    @Test("records add up in any order and grouping to the same sums and ratios")
    func sums() {
        let seed = testSeed()
        var generator = SeededGenerator(seed: seed)
        let records = (0..<60).map { _ in random(&generator) }
        let whole = records.reduce(OEETotals(), +)
        let shuffled = records.shuffled(using: &generator)
        let lines = stride(from: 0, to: 60, by: 7).map {
            shuffled[$0..<min($0 + 7, 60)].reduce(OEETotals(), +)
        }
        let site = lines.reduce(OEETotals(), +)
        #expect(site == whole, "seed \(seed)")
        #expect(site.oee == whole.oee)
    }

    @Test("a field that is missing is 0, what is not a number is 0, what is too large stops")
    func hostile() {
        let totals = OEETotals { name in
            switch "\(name)" {
            case "planned_ms": .nan
            case "run_ms": 1e300
            case "down_ms": -Double.infinity
            default: nil
            }
        }
        #expect(totals[.planned] == 0 && totals[.productive] == .max && totals[.down] == .min)
        #expect(totals[.good] == 0 && totals.oee.undefined == .noPlannedTime)
    }

    @Test("ideal times of fractions add up without rounding, in any grouping")
    func exactness() throws {
        // A third of a gram at 1/7 of a second: 10^6 of them are exactly 333,333 × 142,857,142 ns.
        var machine = EquipmentEffectiveness(settings: EffectivenessSettings())
        let sample = try #require(
            CountSample(kind: .delta, total: 0.333_333, idealCycleNanoseconds: 142_857_142)
        )
        for second in 1...1_000 {
            let time = EventTime(nanoseconds: Int64(second) * Nanoseconds.second)
            _ = machine.apply(count: sample, at: time, calendar: .always)
            if machine.isDue { machine.advance(to: .distantPast, calendar: .always) { _ in } }
        }
        var hour = OEETotals()
        machine.advance(to: .distantFuture, calendar: .always) {
            if $0.kind == .hour { hour = $0.totals }
        }
        let exact = 333_333 * 142_857_142 * 1_000
        #expect(hour[.idealTotal] == Int64(exact / 1_000_000))
        #expect(hour[.idealTotalRest] == Int64(exact % 1_000_000))
    }
}
