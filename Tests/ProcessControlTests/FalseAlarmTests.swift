import ProcessControl
import TestSupport
import Testing

@Suite struct FalseAlarmTests {
    /// Mean number of points to the first signal of a stable normal process. Sets of rules 1, 5, 6
    /// and eight on one side: Champ and Woodall (1987), exact. The other two: simulated elsewhere.
    @Test(arguments: [
        (RunRules.beyondLimit, 370.4),
        (RunRules([.beyondLimit, RunRules(.shortOneSide)]), 152.73),
        (.westernElectric, 91.75), (RunRules([.beyondLimit, RunRules(.oneSide)]), 219),
        (.nelson, 75),
    ])
    func `a stable process gives as many false alarms as published`(
        rules: RunRules,
        published: Double
    ) throws {
        // The seed is fixed: 3 standard errors wide, a random one would fail now and then.
        var normal = NormalSource(generator: SeededGenerator(seed: 20))
        let limits = LimitsSource.known(mean: 0, sigma: 1)
        let design = try ChartDesign(
            kind: .individualsMovingRange,
            rules: RunRuleSet(rules),
            limits: limits,
            dispersionSignals: false
        )
        let fresh = ControlChart(design)
        var points = 0
        for _ in 0..<runCount {
            var chart = fresh
            while true {
                points += 1
                if chart.add(normal.next())?.isSignal == true { break }
            }
        }
        let mean = Double(points) / Double(runCount)
        let tolerance = 3 * published / Double(runCount).squareRoot()
        #expect(abs(mean - published) < tolerance, "\(mean) instead of \(published)")
    }

    private var runCount: Int {
        #if DEBUG
            900
        #else
            20_000
        #endif
    }
}
