import ProcessControl
import Records
import TestSupport
import Testing

@Suite struct ControlChartStateTests {
    private static let designs: [ChartScript.Setup] = [1, 2, 5, 25, -3, -12].flatMap { size in
        [
            LimitsSource.estimated(count: 12), .known(mean: 50, sigma: 1.5),
            .fixed(centre: 50, lcl: 44, ucl: 53),
        ].map { ChartScript.Setup(size: abs(size), hasDeviations: size < 0, limits: $0) }
    }

    @Test(arguments: designs)
    func `a chart that was written and read goes on as the one that was not`(
        setup: ChartScript.Setup
    ) throws {
        let seed = testSeed()
        var generator = SeededGenerator(seed: seed)
        let design = try setup.design()
        var phases: Set<ChartPhase> = []
        for round in 0..<40 {
            let script = ChartScript(setup, isConstant: round % 2 == 0, &generator)
            let cut = Int.random(in: 0...script.events.count, using: &generator)
            var chart = ControlChart(design)
            for event in script.events[..<cut] { _ = try script.play(event, on: &chart) }
            phases.insert(chart.phase)
            let bytes = stateBytes { chart.write(to: &$0) }
            var copy = try readState(bytes) { reader throws(StateError) in
                try ControlChart(design: design, from: &reader)
            }
            #expect(stateBytes { copy.write(to: &$0) } == bytes, "seed \(seed)")
            for event in script.events[cut...] {
                let expected = try script.play(event, on: &chart)
                #expect(try script.play(event, on: &copy) == expected, "seed \(seed)")
            }
            #expect(stateBytes { copy.write(to: &$0) } == stateBytes { chart.write(to: &$0) })
        }
        let isEstimated = if case .estimated = setup.limits { true } else { false }
        #expect(phases.contains(.monitoring) && (!isEstimated || phases.count == 3), "seed \(seed)")
    }

    @Test(arguments: designs)
    func `bytes cut short are refused, and changed ones never stop the process`(
        setup: ChartScript.Setup
    ) throws {
        let seed = testSeed()
        var generator = SeededGenerator(seed: seed)
        let design = try setup.design()
        let read = { (reader: inout StateReader) throws(StateError) -> ControlChart in
            try ControlChart(design: design, from: &reader)
        }
        for round in 0..<8 {
            let script = ChartScript(setup, isConstant: round % 2 == 0, &generator)
            var chart = ControlChart(design)
            let cut = Int.random(in: 0...script.events.count, using: &generator)
            for event in script.events[..<cut] { _ = try script.play(event, on: &chart) }
            let bytes = stateBytes { chart.write(to: &$0) }
            #expect(truncationsAccepted(bytes, read) == [], "seed \(seed)")
            for _ in 0..<100 {
                guard var copy = try? readState(corrupted(bytes, &generator), read) else {
                    continue
                }
                for event in script.events.prefix(80) { _ = try script.play(event, on: &copy) }
            }
        }
    }

    @Test func `an individuals chart takes 117 bytes with limits and 73 while it collects`() throws
    {
        let estimated = try ChartScript.Setup(size: 1, limits: .estimated(count: 9)).design()
        var chart = ControlChart(estimated)
        for value in 1...4 { _ = chart.add(Double(value)) }
        #expect(stateBytes { chart.write(to: &$0) }.count == 73)
        for value in 5...20 { _ = chart.add(Double(value)) }
        #expect(stateBytes { chart.write(to: &$0) }.count == 117)
    }

    @Test func `a state is refused where counting on from it would end in an overflow`() throws {
        let design = try ChartScript.Setup(size: 5, limits: .estimated(count: 9)).design()
        let smaller = try ChartScript.Setup(size: 2, limits: .estimated(count: 9)).design()
        var chart = ControlChart(design)
        for value in 1...19 { _ = chart.add(Double(value)) }
        let bytes = stateBytes { chart.write(to: &$0) }
        func accepts(_ design: ChartDesign, _ change: (inout [UInt8]) -> Void) -> Bool {
            var copy = bytes
            change(&copy)
            let read = try? readState(copy) { reader throws(StateError) in
                try ControlChart(design: design, from: &reader)
            }
            return read != nil
        }
        #expect(accepts(design) { _ in })
        #expect(!accepts(design) { $0[0] = 3 }, "a phase that does not exist")
        #expect(!accepts(design) { $0[4] = 0xFF }, "the last version but one")
        #expect(!accepts(design) { $0[12] = 0x7F }, "the last point number")
        #expect(!accepts(design) { $0[13] = 5 }, "a subgroup that is complete")
        #expect(!accepts(smaller) { _ in }, "more values than a subgroup has now")
    }
}
