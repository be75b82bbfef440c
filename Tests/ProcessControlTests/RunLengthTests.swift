import TestSupport
import Testing

@testable import ProcessControl

@Suite struct RunLengthTests {
    @Test func `the CUSUM table is met within a thousandth`() throws {
        for row in try ReferenceTable("arl_cusum").rows {
            let (k, h) = (row.number("k"), row.number("h"))
            let source = row["published_source"] ?? ""
            let shift = row.number("shift_sigma")
            let computed =
                source.contains("one-sided")
                ? AverageRunLength.oneSidedCUSUM(
                    reference: k,
                    interval: h,
                    shift: shift,
                    headStart: source.contains("FIR") ? 0.5 : 0
                )
                : AverageRunLength.cusum(reference: k, interval: h, shift: shift)
            let expected = row.number("arl_computed")
            #expect(agree(computed, expected, within: 1e-4), "k \(k) h \(h) shift \(shift)")
        }
    }

    @Test func `the EWMA table is met within a thousandth`() throws {
        for row in try ReferenceTable("arl_ewma").rows {
            let computed = AverageRunLength.ewma(
                lambda: row.number("lambda"),
                width: row.number("L"),
                shift: row.number("shift_sigma")
            )
            #expect(agree(computed, row.number("arl_computed"), within: 1e-4), "\(row)")
        }
    }

    /// Champ and Woodall (1987) count rules 1 to 4 of Western Electric.
    @Test func `the run-rule table is met to its last digit`() throws {
        let rules: [Character: RunRule] = [
            "1": .beyondLimit, "2": .beyondTwoSigma, "3": .beyondOneSigma, "4": .shortOneSide,
        ]
        var chains: [String: RunRuleChain] = [:]
        for row in try ReferenceTable("arl_western_electric").rows {
            let name = row["rules"] ?? ""
            let set = RunRuleSet(RunRules(name.compactMap { rules[$0].map(RunRules.init) }))
            let chain = try chains[name] ?? #require(RunRuleChain(set))
            chains[name] = chain
            let computed = chain.averageRunLength(shift: row.number("shift_sigma"))
            #expect(abs(computed - row.number("arl_computed_exact")) < 0.6e-4, "\(name)")
        }
    }

    @Test func `rule 1 alone is a geometric wait`() throws {
        let chain = try #require(AverageRunLength.runRules(.limitsOnly, shift: 0.7))
        #expect(agree(chain, AverageRunLength.shewhart(shift: 0.7), within: 1e-12))
        #expect(agree(AverageRunLength.ewma(lambda: 1, width: 3), 370.398347, within: 1e-8))
        let nearly = AverageRunLength.ewma(lambda: 0.999, width: 3)
        #expect(agree(nearly, 370.398347, within: 1e-3))
    }

    /// Two ways to the same figure: the chain, and runs through the very operators.
    @Test func `simulation agrees with the chain, and does all eight rules`() throws {
        var generator = SeededGenerator(seed: 3)
        let simulated = AverageRunLength.simulated(
            .westernElectric,
            runCount: 1200,
            using: &generator
        )
        #expect(abs(simulated.mean - 91.75) < 4 * simulated.standardError)
        #expect(AverageRunLength.runRules(.nelson) == nil)
        let all = AverageRunLength.simulated(.nelson, runCount: 1200, using: &generator)
        #expect(abs(all.mean - 75) < 4 * all.standardError + 1)
    }

    @Test(arguments: [(0.5, 4.77), (1, 2.52), (1.5, 1.61)])
    func `a CUSUM for 370 points has the published interval`(k: Double, h: Double) throws {
        let found = try DesignSearch.cusum(detecting: 2 * k, falseAlarmDistance: 370.4)
        #expect(abs(found.parameters.interval - h) < 0.02)
        #expect(agree(found.falseAlarmDistance, 370.4, within: 1e-6))
        let other = AverageRunLength.cusum(
            reference: k * 1.3,
            interval: DesignSearch.matching(370.4, from: 1, 2) {
                AverageRunLength.cusum(reference: k * 1.3, interval: $0)
            },
            shift: 2 * k
        )
        #expect(found.detectionDelay < other, "no other k detects the shift faster")
    }

    /// Lucas and Saccucci: λ of 0.1 to 0.2 for a shift of one, about 10 points at ARL0 500.
    @Test func `an EWMA for 500 points is the published one`() throws {
        #expect(abs(DesignSearch.ewmaWidth(lambda: 0.2, 500) - 2.962) < 1e-3)
        let found = try DesignSearch.ewma(detecting: 1, falseAlarmDistance: 500)
        #expect(0.1...0.2 ~= found.parameters.lambda && abs(found.detectionDelay - 10.2) < 0.2)
    }

    @Test func `run rules are chosen by what they may cost`() throws {
        let few = try DesignSearch.runRules(detecting: 1, falseAlarmDistance: 350)
        #expect(few.parameters.rules == .beyondLimit)
        let more = try DesignSearch.runRules(detecting: 1, falseAlarmDistance: 90)
        #expect(more.parameters == .westernElectric && more.detectionDelay < few.detectionDelay)
        for (shift, distance) in [(1.0, 400.0), (0, 100), (1, 5), (.nan, 100)] {
            #expect(throws: ChartDesignError.self) {
                try DesignSearch.runRules(detecting: shift, falseAlarmDistance: distance)
            }
        }
    }

    /// 10,000 charts, a point a minute, all of Nelson's rules: 192,000 false alarms a day.
    @Test func `a budget says how much of it is used`() {
        var budget = FalseAlarmBudget(alarmsPerDayMax: 20)
        let isUsed = budget.use(pointsPerDay: 1440, falseAlarmDistance: 75, charts: 10_000)
        #expect(isUsed)
        #expect(abs(budget.alarmsPerDay - 192_000) < 1 && budget.isOverdrawn)
        for (points, distance) in [(Double.nan, 75.0), (10, 0)] {
            let isTaken = budget.use(pointsPerDay: points, falseAlarmDistance: distance)
            #expect(!isTaken)
        }
        #expect(budget.chartCount == 10_000)
        #expect(budget.falseAlarmDistance(pointsPerDay: 1440, charts: 100) == 7200)
    }
}
