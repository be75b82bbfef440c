import Foundation
import PlantModel
import Records
import Simulation
import TestSupport
import Testing

@Suite("The faults of the simulated plant")
struct PlantTruthTests {
    static let log = PlantLog(PlantScenarioTests.run)

    var truth: [InjectedFault] { Self.log.truth }

    func fault(_ kind: InjectedFault.Kind) throws -> InjectedFault {
        try #require(truth.first { $0.kind == kind })
    }

    @Test("half an hour has every kind of fault, on machines of their own, inside the run")
    func everyKind() throws {
        #expect(Set(truth.map(\.kind)) == Set(InjectedFault.Kind.allCases))
        #expect(Set(truth.map(\.equipment)).count == truth.count)
        for fault in truth {
            #expect(fault.start >= PlantScenarioTests.start && fault.start < fault.end)
            #expect(fault.end <= PlantScenarioTests.run.scenario.settings.end)
            if fault.kind != .lowOEE { #expect(fault.expectedRules.count == 1, "\(fault.kind)") }
            var bytes: [UInt8] = []
            fault.appendJSON(to: &bytes)
            let json = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
            #expect(json?["kind"] as? String == fault.kind.rawValue)
        }
        // 08:30 to 09:00 closes no hour of which more than half was seen; a run of two hours does.
        #expect(try fault(.lowOEE).expectedRules.isEmpty)
        let hour = PlantScenario(PlantScenarioTests.settings(minutes: 120))
        let slow = hour.groundTruth.first { $0.kind == .lowOEE }
        #expect(slow?.expectedRules == ["oee-below-target"])
    }

    @Test("a plant without faults has none, and a short run promises no alert")
    func withoutFaults() {
        var settings = PlantScenarioTests.settings(minutes: 1)
        #expect(PlantScenario(settings).groundTruth.allSatisfy { $0.expectedRules.isEmpty })
        settings.hasFaults = false
        #expect(PlantScenario(settings).groundTruth.isEmpty)
    }

    @Test(
        "diameters break run rules where a tool wears or shifts, after the fault began, nowhere else"
    )
    func diameters() throws {
        let guilty = Set([try fault(.toolWear), try fault(.suddenShift)].map(\.equipment))
        for (path, points) in Self.log.points("diameter") {
            let z = points.map { ($0.value - 20) / (0.01 / 5.0.squareRoot()) }
            let first = z.indices.first { SlowRunRules.isViolated(Array(z[0...$0])) }
            guard guilty.contains(path) else {
                #expect(first == nil, "\(path)")
                continue
            }
            let fault = try #require(truth.first { $0.equipment == path })
            let at = points[try #require(first, "\(path)")].time
            #expect(at > fault.start && at < fault.end)
        }
    }

    @Test("an oven is over 245 only in its excursion, and there for more than half a minute")
    func overTemperature() throws {
        let excursion = try fault(.overTemperature)
        for (path, points) in Self.log.points("zone_temp") {
            let hot = points.filter { $0.value > 245 }
            guard path == excursion.equipment else {
                #expect(hot.isEmpty, "\(path)")
                continue
            }
            #expect(hot.allSatisfy { $0.time >= excursion.start && $0.time < excursion.end })
            #expect(try #require(hot.last).time - hot[0].time > 60 * Nanoseconds.second)
            #expect(points.contains { $0.time > excursion.end && $0.value < 240 })
        }
    }

    @Test("a sensor stands still for a minute only where it is stuck")
    func stuckSensor() throws {
        let stuck = try fault(.stuckSensor)
        for name in ["zone_temp", "spindle_temp", "torque", "pressure", "vibration"] {
            for (path, points) in Self.log.points(name) {
                let still = PlantLog.longestStandstill(points)
                if path == stuck.equipment, name == "zone_temp" {
                    #expect(still > 200 * Nanoseconds.second)
                } else {
                    #expect(still < 30 * Nanoseconds.second, "\(name) at \(path)")
                }
            }
        }
    }

    @Test("two minutes without a measurement happen only on the silent machine")
    func silence() throws {
        let silent = try fault(.silentMachine)
        for (path, times) in Self.log.measurementTimes {
            let gap = zip(times, times.dropFirst()).map { $1 - $0 }.max() ?? 0
            #expect((gap > 2 * Nanoseconds.minute) == (path == silent.equipment), "\(path)")
        }
    }

    @Test("a machine is down for ten minutes only where the ground truth says so")
    func longDown() throws {
        let down = try fault(.longDown)
        // One that falls silent in a short stop seems to be down until it speaks again.
        let silent = try fault(.silentMachine)
        for (path, spans) in Self.log.downSpans where path != silent.equipment {
            let longest = spans.max() ?? 0
            #expect((longest > 10 * Nanoseconds.minute) == (path == down.equipment), "\(path)")
        }
    }

    @Test("scrap within five minutes is high only in the burst")
    func scrapBurst() throws {
        let burst = try fault(.scrapBurst)
        for (path, counts) in Self.log.scrap {
            let most = PlantLog.most(counts, within: 5 * Nanoseconds.minute)
            if path == burst.equipment {
                #expect(most > 35)
            } else {
                #expect(most < 12, "\(path): \(most)")
            }
        }
    }

    @Test("OEE of the slow machine is far below that of healthy ones")
    func lowOEE() throws {
        let slow = try fault(.lowOEE).equipment
        let ill = Set(truth.filter { !$0.plausibleRules.isEmpty }.map(\.equipment))
        for (path, oee) in Self.log.oee {
            if path == slow { #expect(oee < 0.52, "\(oee)") }
            if !ill.contains(path) { #expect(oee > 0.62 && oee <= 1, "\(path): \(oee)") }
        }
    }
}

/// Rules 1, 2, 3, 5 and 6 at the last point, written from their sentences.
enum SlowRunRules {
    static func isViolated(_ z: [Double]) -> Bool {
        [-1.0, 1].contains { side in
            let signed = z.map { $0 * side }
            let steps = zip(signed.dropFirst(), signed).suffix(5)
            return signed.suffix(1).contains { $0 > 3 }
                || (signed.count >= 9 && signed.suffix(9).allSatisfy { $0 > 0 })
                || (steps.count == 5 && steps.allSatisfy { $0 > $1 })
                || signed.suffix(3).count { $0 > 2 } >= 2
                || signed.suffix(5).count { $0 > 1 } >= 4
        }
    }
}
