import Testing

@testable import ProcessControl

@Suite struct ControlChartConstantsTests {
    @Test func `constants agree with the reference table to eight digits`() throws {
        let table = try ReferenceTable("constants")
        #expect(table.rows.count == 27)
        for row in table.rows {
            let size = Int(row.number("n"))
            let constants = ControlChartConstants(subgroupSize: size)
            let computed: [(String, Double)] = [
                ("A", constants.A), ("A2", constants.A2), ("A3", constants.A3),
                ("B3", constants.B3), ("B4", constants.B4), ("B5", constants.B5),
                ("B6", constants.B6), ("c4", constants.c4), ("d2", constants.d2),
                ("d3", constants.d3), ("D1", constants.D1), ("D2", constants.D2),
                ("D3", constants.D3), ("D4", constants.D4), ("E2", constants.E2),
                ("E3", constants.E3),
            ]
            for (name, value) in computed {
                #expect(abs(value - row.number(name)) <= 0.6e-8, "\(name) for n = \(size)")
            }
        }
    }

    @Test(arguments: [2, 3, 5, 10, 25])
    func `the median range agrees with the reference table`(size: Int) throws {
        let row = try #require(
            ReferenceTable("constants").rows.first { $0["n"] == "\(size)" }
        )
        let median = ControlChartConstants(subgroupSize: size).medianRange()
        #expect(abs(median - row.number("d4_median_range")) <= 0.6e-8)
    }

    @Test func `two and three values have ranges with closed forms`() {
        let two = ControlChartConstants(subgroupSize: 2)
        #expect(agree(two.d2, 2 / Double.pi.squareRoot(), within: 1e-13))
        #expect(agree(two.d3, (2 - 4 / Double.pi).squareRoot(), within: 1e-12))
        #expect(agree(two.c4, (2 / Double.pi).squareRoot(), within: 1e-14))
        let three = ControlChartConstants(subgroupSize: 3)
        #expect(agree(three.d2, 3 / Double.pi.squareRoot(), within: 1e-13))
        #expect(agree(three.c4, Double.pi.squareRoot() / 2, within: 1e-14))
    }

    @Test func `constants move one way with the subgroup size from 2 to 100`() {
        var smaller = ControlChartConstants(subgroupSize: 2)
        for size in 3...100 {
            let larger = ControlChartConstants(subgroupSize: size)
            #expect(larger.d2 > smaller.d2 && larger.c4 > smaller.c4 && larger.A2 < smaller.A2)
            if size > 3 { #expect(larger.d3 < smaller.d3) }
            smaller = larger
        }
    }

    @Test func `Gauss quadrature integrates polynomials of its degree exactly`() {
        let rule = GaussLegendre(count: 5, from: -1, to: 3)
        let integral = rule.integrate { x in
            (0..<9).reduce(1.0) { power, _ in power * x } - x
        }
        // ∫ x⁹ − x over −1…3 = (3¹⁰ − 1)/10 − (9 − 1)/2.
        #expect(agree(integral, 5904.8 - 4, within: 1e-13))
    }
}
