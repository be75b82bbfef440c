import ProcessControl
import Testing

@Suite struct LimitsReferenceTests {
    @Test func `piston rings give the published limits of the mean and range charts`() throws {
        let chart = try pistonRingChart(rings: PistonRings.groups().prefix(25)).chart
        let location = try #require(chart.locationLimits)
        let range = try #require(chart.dispersionLimits)
        try compare(
            "pistonrings",
            "xbar-R",
            "I(1-25)",
            [
                ("center", location.centre), ("sigma_Rbar/d2", chart.sigma ?? .nan),
                ("LCL", location.lcl), ("UCL", location.ucl),
            ]
        )
        try compare(
            "pistonrings",
            "R",
            "I(1-25)",
            [("center", range.centre), ("LCL", range.lcl), ("UCL", range.ucl)]
        )
        #expect(!range.lclActive)
    }

    @Test func `piston rings of phase II leave the limits at samples 37, 38 and 39`() throws {
        let (chart, verdicts) = try pistonRingChart(rings: PistonRings.groups()[...])
        #expect(verdicts.count == 40 && chart.pointCount == 40 && chart.limitVersion == 1)
        #expect(verdicts.prefix(25).allSatisfy { $0.outcome == .collecting && !$0.isSignal })
        let beyond = verdicts.filter { $0.rules.contains(.beyondLimit) }.map(\.pointNumber)
        #expect(beyond == [37, 38, 39])
        #expect(verdicts.dropFirst(25).allSatisfy { !$0.dispersionViolated })
    }

    @Test(arguments: [("I(1-20)", false), ("I excl 4", true)])
    func `viscosity gives the recomputed limits of the individuals chart`(
        phase: String,
        withoutFourth: Bool
    ) throws {
        var values = try ReferenceTable("viscosity").rows.prefix(20).map { $0.number("viscosity") }
        if withoutFourth { values.remove(at: 3) }
        let design = try ChartDesign(
            kind: .individualsMovingRange,
            limits: .estimated(count: values.count)
        )
        var chart = ControlChart(design)
        for value in values { _ = chart.add(value) }
        let location = try #require(chart.locationLimits)
        let range = try #require(chart.dispersionLimits)
        try compare(
            "viscosity",
            "I-MR",
            phase,
            [
                ("center", location.centre), ("sigma_MR", chart.sigma ?? .nan),
                ("LCL", location.lcl), ("UCL", location.ucl),
            ]
        )
        if !withoutFourth {
            try compare(
                "viscosity",
                "MR",
                phase,
                [("center", range.centre), ("UCL", range.ucl)]
            )
        }
    }

    private func compare(
        _ dataset: String,
        _ chart: String,
        _ phase: String,
        _ figures: [(String, Double)]
    ) throws {
        let rows = try ReferenceTable("limits_expected").rows.filter {
            $0["dataset"] == dataset && $0["chart"] == chart && $0["phase"] == phase
        }
        #expect(rows.count == figures.count)
        for (parameter, value) in figures {
            let row = try #require(rows.first { $0["parameter"] == parameter })
            let expected = row.number("recomputed")
            // The file was computed with d2 and d3 rounded to eight digits: up to 3e-9 relative.
            let tolerance = parameter == "center" ? 1e-13 : 3e-9
            #expect(agree(value, expected, within: tolerance), "\(chart) \(parameter): \(value)")
        }
    }

    private func pistonRingChart(
        rings: ArraySlice<[Double]>
    ) throws -> (chart: ControlChart, verdicts: [PointVerdict]) {
        let design = try ChartDesign(
            kind: .meanRange,
            subgroupSize: 5,
            limits: .estimated(count: 25)
        )
        var chart = ControlChart(design)
        let verdicts = rings.map { chart.add(subgroup: $0.span) }
        return (chart, verdicts)
    }
}
