import Records
import TestSupport
import Testing

@testable import ProcessControl

@Suite struct ChartLifeTests {
    private func time(_ hours: Int) -> EventTime {
        EventTime(nanoseconds: Int64(hours) * 3_600_000_000_000)
    }

    private func single(_ value: Double) throws -> SubgroupSummary {
        try #require(SubgroupSummary([value]))
    }

    /// The viscosity of Montgomery: batch 4 is out of control, and leaves with a cause.
    private func onTrial() throws -> ChartLife {
        var life = ChartLife(collectCount: 20, method: .meanMovingRange)
        for row in try ReferenceTable("viscosity").rows.prefix(20) {
            let isTaken = life.collect(try single(row.number("viscosity")))
            #expect(isTaken)
        }
        return life
    }

    private func monitoring() throws -> ChartLife {
        var life = try onTrial()
        try life.freeze(approver: "Ada", effectiveFrom: time(1))
        return life
    }

    @Test func `a point leaves the trial with a cause, and the limits follow`() throws {
        var life = try onTrial()
        #expect(life.phase == .trial)
        let first = try life.trial()
        #expect(agree(first.estimate.sigma, 0.5074815223, within: 3e-9))
        #expect(first.flagged == [4])
        #expect(throws: LifeCycleError.causeMissing(point: 4)) { try life.exclude(4, cause: " ") }
        #expect(throws: LifeCycleError.noSuchPoint(21)) { try life.exclude(21, cause: "spill") }
        try life.exclude(4, cause: "wrong viscometer")
        let second = try life.trial()
        #expect(agree(second.estimate.mean, 33.98947368421052, within: 1e-14))
        #expect(agree(second.estimate.sigma, 0.4116031709841333, within: 3e-9))
        try life.include(4)
        #expect(try life.trial() == first)
    }

    @Test func `limits freeze with a version, an approver and a time they hold from`() throws {
        var life = try onTrial()
        #expect(throws: LifeCycleError.approverMissing) {
            try life.freeze(approver: "", effectiveFrom: time(1))
        }
        try life.freeze(approver: "Ada", effectiveFrom: time(5))
        #expect(life.phase == .monitoring && life.collected.isEmpty)
        #expect(life.version(at: time(4)) == nil)
        let version = try #require(life.version(at: time(5)))
        #expect(version.number == 1 && version.approver == "Ada" && version.pointCount == 20)
        #expect(throws: LifeCycleError.wrongPhase(step: "freeze limits", phase: .monitoring)) {
            try life.freeze(approver: "Ada", effectiveFrom: time(9))
        }
    }

    @Test func `a shift raises suspicion, a proposal waits, and only approval changes limits`()
        throws
    {
        var life = try monitoring()
        let old = try #require(life.versions.last)
        var normal = NormalSource(generator: SeededGenerator(seed: 5))
        for _ in 0..<12 {
            _ = life.observe(try single(old.mean + 0.3 * normal.next()), isSignal: false)
        }
        #expect(life.phase == .monitoring)
        var grounds: LimitEvidence.Grounds = []
        for _ in 0..<12 where life.phase == .monitoring {
            let point = try single(old.mean + 1 + 0.2 * normal.next())
            grounds = life.observe(point, isSignal: false)
        }
        #expect(grounds == .shift && life.phase == .suspect)
        let proposal = try life.propose()
        #expect(life.phase == .proposed && life.versions == [old], "nothing is applied by itself")
        #expect(abs(proposal.estimate.mean - old.mean - 1) < 0.4)
        #expect(proposal.before == old && proposal.pointsSinceChange <= 12)
        #expect(throws: LifeCycleError.effectiveTooEarly) {
            try life.approve(approver: "Bo", effectiveFrom: time(1))
        }
        try life.approve(approver: "Bo", effectiveFrom: time(8))
        #expect(life.phase == .monitoring && life.versions.count == 2 && life.proposal == nil)
        #expect(life.version(at: time(7)) == old && life.version(at: time(8))?.number == 2)
    }

    @Test func `a declined proposal and dismissed evidence leave the limits`() throws {
        var life = try monitoring()
        let version = try #require(life.versions.last)
        for round in 0..<2 {
            try life.report()
            if round == 0 {
                try life.dismiss()
            } else {
                for _ in 0..<9 { _ = life.observe(try single(version.mean + 0.1), isSignal: false) }
                _ = try? life.propose()
                // All equal points give no limits to propose.
                #expect(life.phase == .suspect || life.phase == .proposed)
                if life.phase == .proposed { try life.decline() } else { try life.dismiss() }
            }
            #expect(life.phase == .monitoring && life.versions == [version])
            #expect(life.evidence.pointCount == 0 && life.evidence.grounds.isEmpty)
        }
    }

    @Test func `a storm, a wider spread and dependence are grounds, a stable process is none`()
        throws
    {
        for (name, scale, memory, ground) in [
            ("spread", 3.0, 0.0, LimitEvidence.Grounds.spread),
            ("dependence", 1, 0.9, .autocorrelation),
        ] {
            var life = try monitoring()
            let version = try #require(life.versions.last)
            var normal = NormalSource(generator: SeededGenerator(seed: 9))
            var level = 0.0
            var seen: LimitEvidence.Grounds = []
            for _ in 0..<60 {
                level = memory * level + (1 - memory * memory).squareRoot() * normal.next()
                let point = try single(version.mean + scale * version.sigma * level)
                _ = life.observe(point, isSignal: false)
                seen.formUnion(life.evidence.grounds)
            }
            #expect(seen.contains(ground), "\(name)")
        }
        var storm = try monitoring()
        let version = try #require(storm.versions.last)
        for index in 0..<10 {
            let side = index.isMultiple(of: 2) ? 1.0 : -1
            _ = storm.observe(try single(version.mean + 0.1 * side), isSignal: index >= 5)
        }
        #expect(storm.evidence.grounds.contains(.storm))
        var quiet = 0
        for seed in 0..<40 {
            var life = try monitoring()
            var normal = NormalSource(generator: SeededGenerator(seed: UInt64(seed)))
            for _ in 0..<40 {
                let point = try single(version.mean + version.sigma * normal.next())
                _ = life.observe(point, isSignal: false)
            }
            quiet += life.phase == .monitoring ? 1 : 0
        }
        #expect(quiet >= 30, "\(quiet) of 40")
    }

    @Test func `steps that do not belong to the phase are refused in a sentence`() throws {
        var life = ChartLife(collectCount: 2, method: .meanRange)
        let isTaken = life.collect(try single(1))
        #expect(!isTaken, "single values belong to another chart")
        #expect(throws: LifeCycleError.self) { try life.trial() }
        #expect(throws: LifeCycleError.self) { try life.propose() }
        let error = LifeCycleError.wrongPhase(step: "propose limits", phase: .collecting)
        #expect(error.description.hasSuffix(".") && error.description.contains("collecting"))
        let pair = try #require(SubgroupSummary([4, 4]))
        life.collect(pair)
        life.collect(pair)
        #expect(throws: LifeCycleError.noLimits("nothing varied.")) {
            try life.freeze(approver: "Ada", effectiveFrom: time(0))
        }
        life.restart()
        #expect(life.phase == .collecting && life.collected.isEmpty)
    }

    @Test func `a life that was written and read goes on as the one that was not`() throws {
        var life = try onTrial()
        try life.exclude(4, cause: "wrong viscometer")
        var stages = [life]
        try life.freeze(approver: "Ada", effectiveFrom: time(1))
        stages.append(life)
        for index in 0..<14 {
            let point = try single(35 + 0.1 * Double(index % 3))
            _ = life.observe(point, isSignal: index > 9)
            stages.append(life)
        }
        _ = try life.propose()
        stages.append(life)
        let read = { (reader: inout StateReader) throws(StateError) -> ChartLife in
            try ChartLife(collectCount: 20, method: .meanMovingRange, from: &reader)
        }
        var generator = SeededGenerator(seed: testSeed())
        for stage in stages {
            let bytes = stateBytes { stage.write(to: &$0) }
            let copy = try readState(bytes, read)
            #expect(stateBytes { copy.write(to: &$0) } == bytes)
            #expect(copy.phase == stage.phase && copy.versions == stage.versions)
            #expect(
                copy.proposal?.estimate.mean == stage.proposal?.estimate.mean
                    && copy.excluded == stage.excluded
            )
            #expect(truncationsAccepted(bytes, read) == [])
            for _ in 0..<50 {
                guard var other = try? readState(corrupted(bytes, &generator), read) else {
                    continue
                }
                _ = other.observe(try single(35), isSignal: true)
                _ = try? other.propose()
            }
        }
    }
}
