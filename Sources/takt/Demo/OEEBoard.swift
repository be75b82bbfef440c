import Codecs
import Records

/// OEE of machines and lines, summed from the minute records of `kpi.oee`.
struct OEEBoard {
    /// Length of the live figures in minutes.
    static let recentMinutes: Int64 = 15
    /// Minutes that are kept apart, so that a revision can replace what it supersedes.
    fileprivate static let keptMinutes: Int64 = 240

    private struct History {
        var minutes: [Int64: OEESum] = [:]
        var newest: Int64 = .min
        /// Over the last minutes, and over the whole run.
        var recent = OEESum()
        var whole = OEESum()

        mutating func enter(_ sum: OEESum, minute: Int64) {
            if let old = minutes.updateValue(sum, forKey: minute) { whole -= old }
            whole += sum
            newest = max(newest, minute)
            if minutes.count > OEEBoard.keptMinutes, let oldest = minutes.keys.min() {
                minutes.removeValue(forKey: oldest)
            }
            recent = OEESum()
            for back in 0..<OEEBoard.recentMinutes {
                if let sum = minutes[newest - back] { recent += sum }
            }
        }
    }

    /// A machine or a line with its figures.
    struct Row {
        let name: String
        let sum: OEESum
    }

    private var machines: [String: History] = [:]

    /// Machines with figures.
    var machineCount: Int { machines.count }

    /// Enters a record of `kpi.oee`; windows longer than a minute say the same again and are left out.
    mutating func enter(_ record: borrowing JSONDocument) {
        guard record.string("window") == "minute", let equipment = record.string("equipment"),
            let start = EventText.time("window_start", in: record),
            // The board sums by itself; sums of lines and areas would count twice.
            record.int("machines") == nil
        else { return }
        let minute = start.nanoseconds / Nanoseconds.minute
        machines[equipment, default: History()].enter(OEESum(record), minute: minute)
    }

    /// Machines of the last minutes, the worst first; those without planned time are left out.
    var worstMachines: [Row] { Self.ranked(recent) }

    /// Lines of the last minutes, by name.
    var lines: [Row] { Self.lines(of: recent) }

    /// Lines of the whole run, by name.
    var linesOfRun: [Row] { Self.lines(of: whole) }

    /// The plant over the whole run.
    var plantOfRun: OEESum { whole.reduce(into: OEESum()) { $0 += $1.sum } }

    /// The plant over the last minutes.
    var plant: OEESum { recent.reduce(into: OEESum()) { $0 += $1.sum } }

    private var recent: [Row] {
        machines.map { Row(name: $0.key, sum: $0.value.recent) }
    }

    private var whole: [Row] {
        machines.map { Row(name: $0.key, sum: $0.value.whole) }
    }

    private static func ranked(_ rows: [Row]) -> [Row] {
        rows.filter { $0.sum.oee != nil }
            .sorted { ($0.sum.oee ?? 0, $0.name) < ($1.sum.oee ?? 0, $1.name) }
    }

    private static func lines(of rows: [Row]) -> [Row] {
        var sums: [String: OEESum] = [:]
        for row in rows {
            let line = row.name.split(separator: "/").dropLast().joined(separator: "/")
            sums[line, default: OEESum()] += row.sum
        }
        return sums.map { Row(name: $0.key, sum: $0.value) }.sorted { $0.name < $1.name }
    }
}
