import Codecs
import Effectiveness
import Engine
import PlantModel
import Records

/// What the engine makes of the events of a file: windows of one kind, their sums, what it refused.
struct OEEReport {
    /// The windows of the machines that began before the last event, by machine and time.
    private(set) var windows: [OEEWindow] = []
    /// Sums: a machine's windows, then each path above, from the bottom up.
    private(set) var sums: [OEEWindow] = []
    /// How many records were refused, by the sentence that says why.
    private(set) var refused: [String: Int] = [:]
    /// Records of a machine that were behind what its windows take.
    private(set) var lateCount = 0

    /// Plays the events through the engine, until every window that holds one of them has ended.
    init(_ input: OEEInput, kind: String, settings: EngineSettings) throws {
        let newest = input.events.map(\.time).max() ?? .distantPast
        // No window is longer than a day of 25 hours.
        let end = newest.advanced(byNanoseconds: 26 * Nanoseconds.hour)
        var replay = Replay(settings: settings, finalProgress: .time(end))
        var next = 0
        var report = self
        let summary = try replay.run(
            input: { bytes in
                let batch = input.events[next..<min(next + 1_000, input.events.count)]
                for event in batch { bytes += event.line(prefix: settings.prefix) }
                next += batch.count
            },
            output: { try report.take($0, kind, settings.prefix, before: newest) }
        )
        self = report
        lateCount = summary.books.late
        keepNewestRevisions()
        addSums(settings.plant)
    }

    private mutating func take(
        _ lines: [UInt8],
        _ kind: String,
        _ prefix: String,
        before newest: EventTime
    ) throws(Failure) {
        for line in lines.split(separator: 0x0A) {
            guard let output = try? JSONDocument(parsing: Array(line)) else { continue }
            if output.string("topic") == prefix + "dead-letters" {
                let headers = output.object("headers")
                refused[headers?.string("takt_reason") ?? "unknown", default: 0] += 1
            }
            // Sums over the whole file are made here; those of the engine are of one window each.
            guard output.string("topic") == prefix + "kpi.oee", let record = output.object("value"),
                record.string("window") == kind, record.int("machines") == nil,
                let window = OEEWindow(record), window.start < newest
            else { continue }
            windows.append(window)
        }
    }

    /// Of a window that was revised the last record counts.
    private mutating func keepNewestRevisions() {
        var places: [String: Int] = [:]
        var kept: [OEEWindow] = []
        for window in windows {
            let key = "\(window.equipment) \(window.start.nanoseconds)"
            if let place = places[key] {
                kept[place] = window
            } else {
                places[key] = kept.count
                kept.append(window)
            }
        }
        windows = kept.sorted { ($0.equipment, $0.start) < ($1.equipment, $1.start) }
    }

    /// From the bottom up; a path that reports as a machine counts with its own windows, and lines
    /// with a method of their own by that.
    private mutating func addSums(_ plant: Plant) {
        var found: [String: OEEWindow] = [:]
        for (machine, own) in Dictionary(grouping: windows, by: \.equipment) {
            found[machine] = OEEWindow(machine, sumOf: own)
        }
        let depth = { (path: String) in path.split(separator: "/").count }
        var below: [String: [OEEWindow]] = [:]
        for level in stride(from: found.keys.map(depth).max() ?? 0, to: 0, by: -1) {
            let groups = below.filter { depth($0.key) == level && found[$0.key] == nil }
            for (path, members) in groups {
                found[path] = OEEWindow(path, of: members, by: plant.rollUpMethod(at: path))
            }
            for sum in found.values where depth(sum.equipment) == level {
                guard let above = EquipmentPath.parent(sum.equipment) else { continue }
                below[above, default: []].append(sum)
            }
        }
        sums = found.values.sorted {
            (-depth($0.equipment), $0.equipment) < (-depth($1.equipment), $1.equipment)
        }
    }

    /// The sum under a path, or under the one at the top.
    func sum(of path: String?) -> OEEWindow? {
        guard let path else { return sums.last }
        return sums.first { $0.equipment == path }
    }
}
