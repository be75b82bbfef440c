import ProcessControl
import TestSupport
import Testing

/// Random things that happen to a chart, to be played on two of them.
struct ChartScript {
    struct Setup: Sendable, CustomTestStringConvertible {
        var size: Int
        var hasDeviations = false
        var limits: LimitsSource

        var testDescription: String {
            "subgroups of \(size)\(hasDeviations ? " with S" : ""), limits \(limits)"
        }

        func design() throws -> ChartDesign {
            try ChartDesign(
                kind: size == 1
                    ? .individualsMovingRange : hasDeviations ? .meanDeviation : .meanRange,
                subgroupSize: size,
                rules: RunRuleSet([.nelson, .westernElectric]),
                limits: limits
            )
        }
    }

    enum Event {
        case reading(Double)
        case subgroup([Double])
        case discard
        case reset(LimitsSource)
    }

    private(set) var events: [Event] = []

    /// Some forty points; constant readings make estimated charts degenerate.
    init(_ setup: Setup, isConstant: Bool, _ generator: inout SeededGenerator) {
        let level = isConstant ? 7 : 50.0
        for _ in 0..<(40 * setup.size) {
            let noise = Double(Int.random(in: -14...14, using: &generator)) / 4
            let value = isConstant ? level : level + noise
            switch Int.random(in: 0..<(120 * setup.size), using: &generator) {
            case 0:
                events.append(
                    .reset([.estimated(count: 5), setup.limits].randomElement(using: &generator)!)
                )
            case 1 where !isConstant: events.append(.reset(.known(mean: level, sigma: 2)))
            case 2: events.append(.discard)
            case 3:
                events.append(.reading([.nan, .infinity, 1e151].randomElement(using: &generator)!))
            case 4...6:
                events.append(
                    .subgroup((0..<setup.size).map { isConstant ? value : value + Double($0 % 2) })
                )
            default: events.append(.reading(value))
            }
        }
    }

    /// Everything that can be seen of a chart after an event, bit for bit.
    func play(_ event: Event, on chart: inout ControlChart) throws -> [UInt64] {
        var verdict: PointVerdict?
        var count = 0
        switch event {
        case .reading(let value): verdict = chart.add(value)
        case .subgroup(let values): verdict = chart.plot(values)
        case .discard: count = chart.discardUnfinishedSubgroup()
        case .reset(let source): try chart.reset(to: source)
        }
        let chartLimits = chart.locationLimits
        let seen: [Double] = [
            chart.sigma ?? -1, chartLimits?.lcl ?? -1, chartLimits?.ucl ?? -1,
            chartLimits?.lowerZone ?? -1, chart.dispersionLimits?.ucl ?? -1,
        ]
        let numbers = [
            count, chart.pointCount, chart.unfinishedCount, chart.collectionRemaining,
            Int(chart.limitVersion), Int(chart.phase.rawValue),
        ]
        return numbers.map { UInt64($0) } + seen.map(\.bitPattern) + (verdict.map(bits) ?? [])
    }

    private func bits(_ verdict: PointVerdict) -> [UInt64] {
        let figures = [
            verdict.statistic, verdict.centre, verdict.lcl, verdict.ucl, verdict.standardError,
            verdict.z, verdict.dispersion, verdict.dispersionCentre, verdict.dispersionLCL,
            verdict.dispersionUCL,
        ]
        let members = RunRule.allCases.map { UInt64(verdict.members(of: $0)) }
        return figures.map(\.bitPattern) + members + [
            UInt64(verdict.pointNumber), UInt64(verdict.rules.rawValue),
            UInt64(verdict.outcome.rawValue), verdict.dispersionViolated ? 1 : 0,
            UInt64(verdict.limitVersion),
        ]
    }
}
