import Testing

@testable import ProcessControl

@Suite struct CapabilityTests {
    private func study(_ specification: SpecificationLimits, signals: Int = 0) throws -> Capability
    {
        let groups = try PistonRings.groups().prefix(25)
        var reading = CapabilityReading(specification)
        for value in groups.joined() { reading.add(value) }
        let within = try ProcessEstimate(
            groups.compactMap { SubgroupSummary($0) },
            method: .meanRange
        )
        return Capability(reading, sigmaWithin: within.sigma, signalCount: signals)
    }

    @Test(arguments: [74.0, 74.02])
    func `piston rings have the published indices and intervals`(target: Double) throws {
        let study = try study(.init(lower: 73.95, upper: 74.05, target: target))
        let within = try #require(study.within)
        let overall = try #require(study.overall)
        let indices: [String: CapabilityIndex?] = [
            "Cp": within.both, "Cpl": within.lower, "Cpu": within.upper, "Cpk": within.least,
            "Cpm": within.target, "Pp": overall.both, "Ppl": overall.lower, "Ppu": overall.upper,
            "Ppk": overall.least, "Ppm": overall.target,
        ]
        let rows = try ReferenceTable("capability").rows.filter { $0.number("target") == target }
        #expect(rows.count == 10)
        for row in rows {
            let index = try #require(indices[row["index"] ?? ""] ?? nil)
            // The file has d2 to eight digits.
            #expect(agree(index.value, row.number("recomputed"), within: 3e-9), "\(row)")
            #expect(agree(index.lower, row.number("recomputed_lo95"), within: 3e-9), "\(row)")
            #expect(agree(index.upper, row.number("recomputed_hi95"), within: 3e-9), "\(row)")
        }
        #expect(
            study.isValid && study.observedPerMillion == 0 && within.both?.degreesOfFreedom == 124
        )
    }

    @Test func `one limit leaves what needs two undefined`() throws {
        let upper = try study(.init(upper: 74.02))
        #expect(upper.within?.both == nil && upper.within?.lower == nil)
        #expect(upper.within?.target == nil && upper.offCentre == nil)
        #expect(upper.within?.least.value == upper.within?.upper?.value)
        let lower = try study(.init(lower: 73.98))
        #expect(lower.within?.upper == nil && (lower.within?.least.value ?? 0) > 0)
        // 12 of 125 rings are beyond 74.015, as a count of the file says.
        let counted = try PistonRings.groups().prefix(25).joined().count { $0 > 74.015 }
        let narrow = try study(.init(upper: 74.015))
        #expect(narrow.observedPerMillion == 1e6 * Double(counted) / 125)
    }

    @Test func `a centred process has its expected share outside and its benchmark`() throws {
        var reading = CapabilityReading(try .init(lower: -3, upper: 3))
        for index in 0..<100 { reading.add(index.isMultiple(of: 2) ? 1 : -1) }
        let study = Capability(reading, sigmaWithin: 1, signalCount: 0)
        #expect(study.within?.both?.value == 1 && study.within?.least.value == 1)
        #expect(abs((study.within?.expectedPerMillion ?? 0) - 2699.796063) < 1e-5)
        #expect(abs((study.within?.benchmark ?? 0) - 2.782175) < 1e-6)
        #expect(study.offCentre == 0)
    }

    @Test func `an index is invalid with its reasons`() throws {
        let limits = try SpecificationLimits(lower: 73.95, upper: 74.05)
        let unstable = try study(limits, signals: 2)
        #expect(unstable.problems == [.unstable(signalCount: 2)] && unstable.within != nil)
        var few = CapabilityReading(limits)
        for value in [Double.nan, .infinity] {
            let isTaken = few.add(value)
            #expect(!isTaken)
        }
        let empty = Capability(few, sigmaWithin: 0.01, signalCount: 0)
        #expect(empty.within == nil && empty.problems.contains(.tooFew(count: 0, least: 30)))
        for _ in 0..<40 { few.add(74) }
        let flat = Capability(few, sigmaWithin: 0, signalCount: 0)
        #expect(flat.problems == [.noSpread] && flat.within == nil && flat.overall == nil)
        for problem in unstable.problems + empty.problems + flat.problems {
            #expect(problem.description.hasSuffix(".") && !problem.code.contains(" "))
        }
    }

    @Test func `specifications that contradict themselves are refused`() {
        #expect(throws: SpecificationError.none) { try SpecificationLimits() }
        #expect(throws: SpecificationError.crossed(lower: 2, upper: 1)) {
            try SpecificationLimits(lower: 2, upper: 1)
        }
        #expect(throws: SpecificationError.crossed(lower: 2, upper: 2)) {
            try SpecificationLimits(lower: 2, upper: 2)
        }
        #expect(throws: SpecificationError.target(9)) {
            try SpecificationLimits(lower: 1, upper: 2, target: 9)
        }
        #expect(throws: SpecificationError.notANumber) { try SpecificationLimits(upper: .nan) }
    }

    /// More degrees of freedom, narrower intervals; the estimate's own ones may be asked for.
    @Test func `the degrees of freedom of an interval can be those of the chart's sigma`() throws {
        let study = try study(.init(lower: 73.95, upper: 74.05))
        let own = Capability(
            study.reading,
            sigmaWithin: study.sigmaWithin,
            signalCount: 0,
            degreesOfFreedom: 90.6
        )
        let (wide, narrow) = (own.within?.both, study.within?.both)
        #expect(wide?.degreesOfFreedom == 90.6 && wide?.value == narrow?.value)
        #expect(
            (wide?.upper ?? 0) > (narrow?.upper ?? 9) && (wide?.lower ?? 9) < (narrow?.lower ?? 0)
        )
    }
}
