import Foundation
import Records
import Simulation

/// What the events of a run say, taken apart the slow and obvious way.
struct PlantLog {
    struct Point {
        var time: EventTime
        var value: Double
    }

    let truth: [InjectedFault]
    /// Means of the messages by characteristic and machine.
    private(set) var series: [String: [String: [Point]]] = [:]
    private(set) var measurementTimes: [String: [EventTime]] = [:]
    /// Lengths of the stretches in a `down` category, by machine.
    private(set) var downSpans: [String: [Int64]] = [:]
    /// Scrap by message.
    private(set) var scrap: [String: [Point]] = [:]
    /// Good pieces times ideal cycle over time, planned stops left in.
    private(set) var oee: [String: Double] = [:]

    init(_ run: PlantRun) {
        truth = run.scenario.groundTruth
        let length = Double(run.scenario.settings.durationNanoseconds)
        var downSince: [String: EventTime] = [:]
        var counters: [String: (total: Int, scrap: Int)] = [:]
        for item in run.events {
            guard let fields = try? run.fields(item) else { continue }
            let path = run.scenario.path(ofMachine: item.event.machine)
            let time = item.event.time
            switch item.event.topic {
            case .states:
                let isDown = ["down", "Aborted"].contains(fields["state"] as? String)
                if let since = downSince.removeValue(forKey: path) {
                    downSpans[path, default: []].append(time - since)
                }
                if isDown { downSince[path] = time }
            case .counts:
                var good = fields["good"] as? Int ?? 0
                var scrap = fields["scrap"] as? Int ?? 0
                if let total = fields["total"] as? Int {
                    let last = counters[path] ?? (total, scrap)
                    counters[path] = (total, scrap)
                    scrap = (scrap - last.scrap + 65_536) % 65_536
                    good = (total - last.total + 65_536) % 65_536 - scrap
                }
                self.scrap[path, default: []].append(Point(time: time, value: Double(scrap)))
                let ideal = Self.ideal[fields["product"] as? String ?? ""] ?? 0
                oee[path, default: 0] += Double(good) * ideal * 1e9 / length
            case .measurements:
                measurementTimes[path, default: []].append(time)
                let name = fields["characteristic"] as? String ?? ""
                let values = fields["values"] as? [Double] ?? [fields["value"] as? Double ?? .nan]
                let mean = values.reduce(0, +) / Double(values.count)
                series[name, default: [:]][path, default: []].append(Point(time: time, value: mean))
            case .inspections: break
            }
        }
    }

    private static let ideal = [
        "SHAFT-100": 2, "SHAFT-200": 2.5, "COVER-RED": 3, "COVER-BLUE": 3.2, "GEAR-10": 1.2,
        "GEAR-20": 1.5,
    ]

    func points(_ characteristic: String) -> [String: [Point]] { series[characteristic] ?? [:] }

    static func longestStandstill(_ points: [Point]) -> Int64 {
        var longest: Int64 = 0
        var since = points[0]
        for point in points {
            if point.value != since.value { since = point }
            longest = max(longest, point.time - since.time)
        }
        return longest
    }

    static func most(_ points: [Point], within nanoseconds: Int64) -> Double {
        var sum = 0.0
        var most = 0.0
        var first = 0
        for point in points {
            sum += point.value
            while point.time - points[first].time >= nanoseconds {
                sum -= points[first].value
                first += 1
            }
            most = max(most, sum)
        }
        return most
    }
}
