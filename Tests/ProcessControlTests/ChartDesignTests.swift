import ProcessControl
import Testing

@Suite struct ChartDesignTests {
    @Test(arguments: [
        (ChartKind.individualsMovingRange, 2), (.individualsMovingRange, 0), (.meanRange, 1),
        (.meanRange, 26), (.meanRange, -3),
    ])
    func `a subgroup size that does not fit the kind is refused`(kind: ChartKind, size: Int) {
        #expect(throws: ChartDesignError.subgroupSize(size, kind)) {
            try ChartDesign(kind: kind, subgroupSize: size, limits: .estimated(count: 25))
        }
    }

    @Test func `sizes at the ends of the range are accepted`() throws {
        for size in [2, 25] {
            let design = try ChartDesign(
                kind: .meanRange,
                subgroupSize: size,
                limits: .estimated(count: 2)
            )
            #expect(ControlChart(design).subgroupSize == size)
        }
    }

    @Test(arguments: [1, 0, -5, 1_000_001])
    func `an estimate from too few or too many points is refused`(count: Int) {
        #expect(throws: ChartDesignError.estimateCount(count)) {
            try ChartDesign(kind: .individualsMovingRange, limits: .estimated(count: count))
        }
    }

    @Test(arguments: [
        (LimitsSource.known(mean: 0, sigma: 0), ChartDesignError.sigma(0)),
        (.known(mean: 0, sigma: -2), .sigma(-2)), (.known(mean: .nan, sigma: 1), .notANumber),
        (.known(mean: 0, sigma: .infinity), .notANumber),
        (.known(mean: 1e200, sigma: 1), .notANumber),
        (.fixed(centre: 5, lcl: 5, ucl: 9), .limitOrder(centre: 5, lcl: 5, ucl: 9)),
        (.fixed(centre: 5, lcl: 1, ucl: 4), .limitOrder(centre: 5, lcl: 1, ucl: 4)),
        (.fixed(centre: 5, lcl: .nan, ucl: 9), .notANumber),
    ])
    func `given limits that cannot be charted are refused`(
        limits: LimitsSource,
        error: ChartDesignError
    ) {
        #expect(throws: error) { try ChartDesign(kind: .individualsMovingRange, limits: limits) }
        #expect(error.description.hasSuffix(".") && error.description.count > 40)
    }

    @Test func `messages say what is wrong and what would be right`() {
        #expect(
            ChartDesignError.subgroupSize(30, .meanRange).description
                == "A mean and range chart needs subgroups of 2 to 25 values, not 30."
        )
    }
}
