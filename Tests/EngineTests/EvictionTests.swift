import Records
import RuleEngine
import TestSupport
import Testing

@testable import Engine

@Suite("What stops coming is forgotten")
struct EvictionTests {
    private let rig: TaskRig
    private let plant = Visitors()

    init() throws {
        var settings = try TaskWorkload.settings()
        settings.limits.evictAfterNanoseconds = 2 * Nanoseconds.hour
        rig = .live(settings)
    }

    /// Lets `hours` pass with a tick every ten minutes; `busy` machines say something at each.
    private func pass(hours: Double, busy: [String] = []) {
        for _ in 0..<Int(hours * 6) {
            plant.now += 600_000
            for machine in busy { rig.feed(plant.measurement(machine, "zone_temp", 240)) }
            rig.feed(plant.clock(rig.settings))
        }
    }

    private var machineNames: [String] {
        rig.task.machines.compactMap { $0?.name }
    }

    private func outputs(of topic: OutputTopic) -> [String] {
        rig.cuts.filter { $0.topics.contains(topic.rawValue) }
            .map { String(decoding: $0.outputs, as: UTF8.self) }
    }

    @Test("a machine that is silent for too long goes with its series, names and open alerts")
    func machine() throws {
        rig.feed(plant.clock(rig.settings))
        for second in 0..<60 {
            plant.now += 1_000
            rig.feed(plant.measurement("plant/oven", "zone_temp", 260, product: "A\(second % 2)"))
            rig.feed(plant.measurement("plant/press-1", "diameter", 10))
        }
        #expect(rig.task.rules.openAlertCount > 0)
        #expect(rig.task.products.count == 3)
        pass(hours: 3.5, busy: ["plant/press-1"])
        #expect(machineNames == ["plant/press-1"])
        #expect(rig.task.rules.openAlertCount == 0)
        #expect(rig.task.products.count == 1)
        #expect(rig.task.seriesCount == 1)
        #expect(rig.task.totalEvictions.machines == 1)
        let last = outputs(of: .alerts).filter { $0.contains("\"reason\":\"evicted\"") }
        #expect(last.count == 1 && last[0].contains("\"state\":\"cleared\""))
    }

    @Test("its place goes to the next one, and when it returns it begins anew")
    func places() throws {
        rig.feed(plant.clock(rig.settings))
        for name in ["plant/a", "plant/b", "plant/c"] {
            rig.feed(plant.measurement(name, "diameter", 10))
        }
        pass(hours: 3.5, busy: ["plant/a", "plant/c"])
        #expect(rig.task.machines[1] == nil)
        rig.feed(plant.measurement("plant/d", "width", 5))
        #expect(rig.task.machines[1]?.name == "plant/d")
        rig.feed(plant.measurement("plant/b", "diameter", 11))
        let back = try #require(rig.task.machines[3])
        #expect(back.name == "plant/b")
        let chart = rig.task.series.rows[Int(back.firstSeries)].chart
        #expect(rig.task.series.charts[Int(chart)].chart.pointCount == 1)
        // Whoever came into its place has none of its series.
        let other = try #require(rig.task.machines[1])
        #expect(rig.task.series.rows[Int(other.firstSeries)].next == -1)
    }

    @Test("windows that are out do not go out a second time after a return")
    func windows() throws {
        rig.feed(plant.clock(rig.settings))
        let old = plant.now
        rig.feed(plant.state("plant/a", "running"))
        pass(hours: 6)
        #expect(machineNames == ["plant/a"], "the day is not over")
        pass(hours: 24)
        #expect(machineNames == [])
        let count = outputs(of: .kpiOEE).count
        #expect(count > 0)
        plant.now += 1_000
        rig.feed(plant.state("plant/a", "down", time: old + 1_000))
        pass(hours: 0.5)
        #expect(rig.task.totalBooks.late == 1)
        #expect(outputs(of: .kpiOEE).count == count)
        // What is new counts again.
        rig.feed(plant.state("plant/a", "running"))
        pass(hours: 0.5)
        #expect(rig.task.totalBooks.late == 1)
        #expect(outputs(of: .kpiOEE).count > count)
    }

    @Test("a machine waits for its windows, however short the time is")
    func openWindows() throws {
        var settings = rig.settings
        settings.limits.evictAfterNanoseconds = Nanoseconds.minute
        let rig = TaskRig.live(settings)
        rig.feed(plant.clock(settings))
        rig.feed(plant.state("plant/a", "running"))
        while plant.now % 86_400_000 != 0 {
            #expect(rig.task.equipmentCount == 1, "the day is not over")
            plant.now = (plant.now / 60_000 + 1) * 60_000
            rig.feed(plant.clock(settings))
        }
        for _ in 0..<3 {
            plant.now += 60_000
            rig.feed(plant.clock(settings))
        }
        #expect(rig.task.equipmentCount == 0)
        let days = rig.cuts.map { String(decoding: $0.outputs, as: UTF8.self) }
            .filter { $0.contains("\"window\":\"day\"") }
        #expect(days.count == 1)
    }

    @Test("a series goes when its machine goes on without it, and so does a key of a rule")
    func series() {
        rig.feed(plant.clock(rig.settings))
        for second in 0..<60 {
            plant.now += 1_000
            rig.feed(plant.measurement("plant/oven", "zone_temp", 260, product: "\(second)"))
        }
        #expect(rig.task.seriesCount == 60)
        let keyCount = rig.task.rules.keyCount
        pass(hours: 3, busy: ["plant/oven"])
        #expect(rig.task.equipmentCount == 1)
        #expect(rig.task.seriesCount == 1)
        #expect(rig.task.products.count == 1)
        #expect(keyCount > 0)
    }

    @Test("one tick forgets so many and no more")
    func bound() {
        rig.feed(plant.clock(rig.settings))
        for number in 0..<300 { rig.feed(plant.measurement("plant/m\(number)", "x", 1)) }
        pass(hours: 2)
        #expect(rig.task.equipmentCount == 300)
        var counts: [Int] = []
        while rig.task.equipmentCount > 0, counts.count < 100 {
            let before = rig.task.equipmentCount
            plant.now += 60_000
            rig.feed(plant.clock(rig.settings))
            counts.append(before - rig.task.equipmentCount)
        }
        #expect(counts.filter { $0 > 0 } == [64, 64, 64, 64, 44])
    }

    @Test("a backlog is read before anybody is taken to be gone")
    func backlog() {
        rig.feed(plant.clock(rig.settings))
        rig.feed(plant.measurement("plant/a", "diameter", 10))
        rig.feed(plant.clock(rig.settings))
        // Back after a day: there is more to read, so nobody knows how silent the machine was.
        plant.now += 86_400_000
        rig.feed(plant.measurement("plant/b", "diameter", 10))
        for _ in 0..<10 {
            plant.now += 1_000
            rig.feed(.tick(plant.now))
        }
        #expect(machineNames == ["plant/a", "plant/b"])
    }
}

/// Machines that come and go, as records for a rig.
final class Visitors {
    var now = Factory.epoch
    private var offsets: [Int: Int64] = [:]

    /// Everything was read to its end, and the clock says so.
    func clock(_ settings: EngineSettings) -> [TaskInput] {
        settings.inputs.indices.map { .end(topic: $0) } + [.tick(now)]
    }

    func measurement(
        _ machine: String,
        _ characteristic: String,
        _ value: Double,
        product: String? = nil
    ) -> TaskInput {
        let tail = product.map { ",\"product\":\"\($0)\"" } ?? ""
        return record(
            .measurements,
            machine,
            now,
            "\"characteristic\":\"\(characteristic)\",\"value\":\(value)\(tail)"
        )
    }

    func state(_ machine: String, _ word: String, time: Int64? = nil) -> TaskInput {
        record(.states, machine, time ?? now, "\"state\":\"\(word)\"")
    }

    private func record(_ role: InputRole, _ machine: String, _ time: Int64, _ body: String)
        -> TaskInput
    {
        defer { offsets[role.rawValue, default: 0] += 1 }
        return .record(
            topic: role.rawValue,
            offset: offsets[role.rawValue, default: 0],
            timestamp: now,
            key: machine,
            value: Array("{\"equipment\":\"\(machine)\",\"time\":\(time),\(body)}".utf8)
        )
    }
}
