import Engine
import Records
import TestSupport
import Testing

@Suite("A late point is plotted at its place, and what it changes is published")
struct RevisionOutputTests {
    private func factory(_ late: String) throws -> Factory {
        try Factory(
            plant: """
                version: late
                unknown_equipment: learn
                characteristics:
                  - name: d
                    equipment: "acme/**"
                    chart: {kind: i-mr, rules: [2], limits: {mean: 10, sigma: 1}, late: \(late)}
                """
        )
    }

    /// Values at their seconds, in the order in which they come.
    private func measure(_ values: [(Double, Double)], _ factory: Factory) -> [Output] {
        for (second, value) in values {
            factory.send(
                .measurements,
                "{\(BadRecord.machine),\"time\":\"\(Factory.time(second))\",\"characteristic\":\"d\",\"value\":\(value)}",
                timestamp: Factory.epoch + Int64(second * 1_000)
            )
        }
        return factory.collect().filter { $0.topic == .spcSignals }
    }

    private static let run = (0..<10).map { (Double($0), 10.5) }

    @Test("a value below the centre that comes late takes a run of nine back")
    func retraction() throws {
        let factory = try factory("revise")
        let before = measure(Self.run, factory)
        #expect(before.map { $0.number("point") } == [9, 10])
        #expect(before.map { $0.number("revision") } == [0, 0])
        #expect(before.map { $0.number("record_offset") } == [8, 9])
        let after = measure([(5.5, 9.5)], factory)
        #expect(after.count == 2)
        #expect(after.allSatisfy { $0.value.contains("\"retracted\":true") })
        #expect(after.map { $0.number("record_offset") } == [8, 9])
        #expect(after.map { $0.number("revision") } == [1, 1])
        #expect(after.map { $0.number("supersedes") } == [0, 0])
        #expect(after.map { $0.text("time") } == [Factory.time(8), Factory.time(9)])
        #expect(Set(after.map { $0.headers["ce_id"] }).count == 2)
    }

    @Test("a run that a late value completes is a signal of the later point")
    func addition() throws {
        let factory = try factory("revise")
        let values = [0, 1, 2, 4, 5, 6, 7, 8].map { (Double($0), 10.5) }
        #expect(measure(values, factory).isEmpty)
        let after = measure([(3.5, 10.5)], factory)
        let signal = try #require(after.first)
        #expect(after.count == 1 && signal.number("record_offset") == 7)
        #expect(signal.number("revision") == 1 && signal.value.contains("\"retracted\":false"))
        #expect(signal.value.contains("\"pattern_offsets\":[0,1,2,8,3,4,5,6,7]"))
    }

    @Test("appended, a late value breaks the run where it comes, as before")
    func append() throws {
        let factory = try factory("append")
        #expect(measure(Self.run, factory).count == 2)
        let after = measure([(5.5, 9.5), (10, 10.5)], factory)
        #expect(after.isEmpty)
        #expect(!factory.outputs.contains { $0.value.contains("revision") })
    }

    @Test("what is left after revisions is what values in order would have given")
    func anyOrder() throws {
        let seed = testSeed()
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<20 {
            let values = (0..<40).map { index in
                (Double(index) * 0.5, 10 + Double.random(in: -0.6...1.2, using: &generator))
            }
            // Each comes at most six places late: within the allowed five seconds.
            let order = values.indices.map { ($0, $0 + Int.random(in: 0...6, using: &generator)) }
                .sorted { ($0.1, $0.0) < ($1.1, $1.0) }.map { values[$0.0] }
            let late = try factory("revise")
            _ = measure(order, late)
            var standing: [String: Bool] = [:]
            for signal in late.outputs where signal.topic == .spcSignals {
                let place = (signal.text("time") ?? "") + (signal.text("location") ?? "")
                standing[place] = !signal.value.contains("\"retracted\":true")
            }
            let plain = try factory("revise")
            let wanted = measure(values, plain).map {
                ($0.text("time") ?? "") + ($0.text("location") ?? "")
            }
            #expect(Set(standing.filter(\.value).keys) == Set(wanted), "seed \(seed)")
        }
    }
}
