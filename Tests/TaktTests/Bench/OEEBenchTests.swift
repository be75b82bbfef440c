import Testing

@testable import takt

@Suite("Bench of the effectiveness core")
struct OEEBenchTests {
    @Test("it computes what it measures: every good piece, every stop, every record")
    func result() {
        let bench = OEEBench(minutes: 3, machines: 16, rounds: 1)
        let counts = bench.run(.counts)
        // Machines are 10 s late: of three minutes two are out, of 60 counts each. Sample i of 16
        // has i mod 3 good, 15 in all; sixteen machines make each of them every second.
        #expect(counts.recordCount == 16 * 2 && counts.result == 2 * 60 * 15)
        let states = bench.run(.states)
        // Of seven states two are stops, shorter than two minutes.
        var stops = 0
        for machine in 0..<16 {
            for event in 0..<6 where [1, 6].contains((event + machine) % 7) { stops += 1 }
        }
        #expect(states.recordCount == 16 * 2 && abs(states.result - Double(stops)) <= 16)
        #expect(states.result > 0)
    }

    @Test("machines with a shift of history and the usual lateness take less than 3,300 bytes")
    func memory() throws {
        let row = try OEEMemoryBench(machines: 2, hours: 31)
            .run(lateness: 10_000_000_000, grace: 1_800_000_000_000)
        // 31 hours of minutes, hours, shifts and a day, each published once, and stops revised.
        #expect(row.recordCount >= 2 * (31 * 61 + 3))
        #expect(row.byteCount > 1_000 && row.byteCount < 3_300)
    }
}
