import ProcessControl
import TestSupport
import Testing

@Suite struct RunRulePropertyTests {
    private let everyRule = RunRuleSet(RunRules(rawValue: 0x3FF))

    @Test(arguments: Shape.allCases)
    func `shift registers find what looking back finds`(shape: Shape) {
        let seed = testSeed()
        var generator = SeededGenerator(seed: seed)
        let limits = LocationLimits(centre: -0.0, lcl: -3, ucl: shape == .skewed ? 4.5 : 3)
        for _ in 0..<20 {
            var history = RunRuleHistory()
            var plain = PlainRunRules(limits: limits, set: everyRule)
            for index in 0..<pointsPerRun {
                let x = shape.value(index, &generator)
                let found = history.add(x, limits: limits, rules: everyRule)
                let expected = plain.add(x)
                guard found.rules == expected else {
                    Issue.record("seed \(seed), point \(index): \(found.rules) != \(expected)")
                    return
                }
                checkMembers(found, plain, seed)
            }
        }
    }

    @Test func `sets of one's own find what looking back finds`() {
        let seed = testSeed()
        var generator = SeededGenerator(seed: seed)
        let limits = LocationLimits(centre: 0, lcl: -3, ucl: 3)
        for _ in 0..<25 {
            let set = randomSet(&generator)
            let shape = Shape.allCases.randomElement(using: &generator) ?? .quarter
            var history = RunRuleHistory()
            var plain = PlainRunRules(limits: limits, set: set)
            for index in 0..<pointsPerRun {
                let x = shape.value(index, &generator)
                let found = history.add(x, limits: limits, rules: set)
                guard found.rules == plain.add(x) else {
                    Issue.record("seed \(seed), point \(index), \(set)")
                    return
                }
                for rule in found.rules.members {
                    #expect(UInt32(found.members(of: rule)) < 1 << UInt32(set.span(of: rule)))
                    #expect(found.members(of: rule) & 1 == 1)
                }
            }
        }
    }

    /// Any lengths from the least to sixteen.
    private func randomSet(_ generator: inout SeededGenerator) -> RunRuleSet {
        func length(_ least: UInt8) -> UInt8 { UInt8.random(in: least...16, using: &generator) }
        var set = everyRule
        (set.oneSide, set.shortOneSide) = (length(2), length(2))
        (set.trend, set.alternation) = (length(3), length(3))
        (set.within, set.outside) = (length(2), length(2))
        set.twoSigmaWindow = length(2)
        set.twoSigmaCount = UInt8.random(in: 1...set.twoSigmaWindow, using: &generator)
        set.oneSigmaWindow = length(2)
        set.oneSigmaCount = UInt8.random(in: 1...set.oneSigmaWindow, using: &generator)
        #expect(set.isValid)
        return set
    }

    private func checkMembers(_ found: RunRuleFinding, _ plain: PlainRunRules, _ seed: UInt64) {
        for (rule, window, sigmas) in [
            (RunRule.beyondTwoSigma, 3, 2.0), (.beyondOneSigma, 5, 1.0),
        ] where found.rules.contains(rule) {
            let places = (0..<16).filter { found.members(of: rule) & (1 << UInt16($0)) != 0 }
            #expect(places == plain.members(window, beyond: sigmas), "seed \(seed)")
        }
    }

    /// Six shapes times twenty runs: more than a million points in release, a tenth in debug.
    private var pointsPerRun: Int {
        #if DEBUG
            900
        #else
            9_000
        #endif
    }

    /// Sources of points that make ties, long runs, trends and alternations frequent.
    enum Shape: CaseIterable {
        case coarse, quarter, near, zigzag, drifting, skewed

        func value(_ index: Int, _ generator: inout SeededGenerator) -> Double {
            switch self {
            case .coarse: Double(Int.random(in: -4...4, using: &generator))
            case .quarter, .skewed: Double(Int.random(in: -14...14, using: &generator)) / 4
            case .near: Double(Int.random(in: -9...8, using: &generator)) / 8
            case .zigzag:
                (index.isMultiple(of: 2) ? 1 : -1)
                    * Double(Int.random(in: 0...40, using: &generator)) / 10
            case .drifting:
                Double(index % 40) / 10 - 2 + Double(Int.random(in: 0...3, using: &generator)) / 20
            }
        }
    }

    @Test func `zero is on the centre line whatever its sign`() {
        for limits in [
            LocationLimits(centre: 0, standardError: 1),
            LocationLimits(centre: -0.0, standardError: 1),
            LocationLimits(centre: 0, lcl: -0.0, ucl: 3),
            LocationLimits(centre: -0.0, lcl: -3, ucl: 0),
        ] {
            var history = RunRuleHistory()
            for point in 0..<16 {
                let zero = point.isMultiple(of: 2) ? 0.0 : -0.0
                let found = history.add(zero, limits: limits, rules: everyRule)
                #expect(found.rules == (point < 14 ? [] : RunRules(.withinOneSigma)))
            }
        }
    }

    @Test func `a pattern has as many points as its rule spans`() {
        var history = RunRuleHistory()
        let limits = LocationLimits(centre: 0, standardError: 1)
        var found = history.add(0.5, limits: limits, rules: everyRule)
        for _ in 1..<15 { found = history.add(0.5, limits: limits, rules: everyRule) }
        #expect(found.rules.members.map(\.code) == ["N2", "N7", "W4"])
        #expect(found.members(of: .oneSide).nonzeroBitCount == 9)
        #expect(found.members(of: .withinOneSigma) == 0x7FFF)
        #expect(found.members(of: .trend) == 0)
        #expect(found.rules.lowest == .oneSide)
    }

    @Test func `rules that were not chosen are not reported`() {
        var history = RunRuleHistory()
        let limits = LocationLimits(centre: 0, standardError: 1)
        let found = history.add(9, limits: limits, rules: RunRuleSet(RunRules(.trend)))
        #expect(found.rules.isEmpty)
    }

    @Test func `a rule is found again by its short name`() {
        for rule in RunRule.allCases { #expect(RunRule(code: rule.code) == rule) }
        #expect(RunRule(code: "W2") == .beyondTwoSigma)
        #expect(RunRule(code: "n1") == nil && RunRule(code: "") == nil)
    }

    @Test(arguments: RunRuleSet.named.map(\.name))
    func `a published set is found by its name and is valid`(name: String) throws {
        let set = try #require(RunRuleSet(named: name))
        #expect(set.isValid && set.rules.contains(.beyondLimit))
        #expect(set.forAttributes.rules.isSubset(of: RunRules(rawValue: 0x10F)))
    }

    @Test func `published sets differ where their books do`() {
        #expect(RunRuleSet.aiag == .nelson && RunRuleSet(named: "duncan") == nil)
        #expect(RunRuleSet.nhs.oneSide == 7 && RunRuleSet.ihi.oneSide == 8)
        #expect(RunRuleSet.nhs.title(of: .oneSide).hasPrefix("seven points in a row"))
        #expect(RunRuleSet.montgomery.rules.contains(.beyondWarning))
        #expect(!RunRuleSet.juran.rules.contains(.withinOneSigma))
        for lengths in [(1, 6), (17, 6), (9, 2)] as [(UInt8, UInt8)] {
            var set = RunRuleSet.nelson
            (set.oneSide, set.trend) = lengths
            #expect(!set.isValid)
            #expect(throws: ChartDesignError.ruleLengths) {
                try ChartDesign(
                    kind: .individualsMovingRange,
                    rules: set,
                    limits: .estimated(count: 9)
                )
            }
        }
    }
}
