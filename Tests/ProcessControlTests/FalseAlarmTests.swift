import Foundation
import ProcessControl
import TestSupport
import Testing

@Suite struct FalseAlarmTests {
    /// Mean number of points to the first signal of a stable normal process. Sets of rules 1, 5, 6
    /// and eight on one side: Champ and Woodall (1987), exact. The other two: simulated elsewhere.
    @Test(arguments: [
        (RunRules.beyondLimit, 370.4),
        (RunRules([.beyondLimit, RunRules(.eightOnOneSide)]), 152.73),
        (.westernElectric, 91.75), (RunRules([.beyondLimit, RunRules(.nineOnOneSide)]), 219),
        (.nelson, 75),
    ])
    func `a stable process gives as many false alarms as published`(
        rules: RunRules,
        published: Double
    ) throws {
        // The seed is fixed: 3 standard errors wide, a random one would fail now and then.
        var generator = SeededGenerator(seed: 20)
        let limits = LimitsSource.known(mean: 0, sigma: 1)
        let design = try ChartDesign(
            kind: .individualsMovingRange,
            rules: rules,
            limits: limits,
            dispersionSignals: false
        )
        let fresh = ControlChart(design)
        var points = 0
        for _ in 0..<runCount {
            var chart = fresh
            while true {
                points += 1
                if chart.add(normal(&generator))?.isSignal == true { break }
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

    /// The sum of many uniform numbers has too short tails; this is the polar method (Marsaglia).
    private func normal(_ generator: inout SeededGenerator) -> Double {
        while true {
            let u = Double.random(in: -1..<1, using: &generator)
            let v = Double.random(in: -1..<1, using: &generator)
            let s = u * u + v * v
            if s > 0, s < 1 { return u * (-2 * log(s) / s).squareRoot() }
        }
    }
}
