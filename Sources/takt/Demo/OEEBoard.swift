import Codecs
import Records

/// OEE of machines and lines, summed from the minute records of `kpi.oee`.
struct OEEBoard {
    /// Length of the live figures in minutes.
    static let recentMinutes: Int64 = 15
    /// Minutes that are kept apart, so that a revision can replace what it supersedes.
    private static let keptMinutes: Int64 = 240

    private struct History {
        var minutes: [Int64: OEESum] = [:]
        /// Minutes that are too old to be revised.
        var older = OEESum()
        var newest: Int64 = .min

        func sum(since minute: Int64) -> OEESum {
            minutes.reduce(into: OEESum()) { if $1.key > minute { $0 += $1.value } }
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
            let start = EventText.time("window_start", in: record)
        else { return }
        let minute = start.nanoseconds / Nanoseconds.minute
        var history = machines.removeValue(forKey: equipment) ?? History()
        history.minutes[minute] = OEESum(record)
        history.newest = max(history.newest, minute)
        if history.minutes.count > Self.keptMinutes, let oldest = history.minutes.keys.min(),
            let sum = history.minutes.removeValue(forKey: oldest)
        {
            history.older += sum
        }
        machines[equipment] = history
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
        machines.map { name, history in
            Row(name: name, sum: history.sum(since: history.newest - Self.recentMinutes))
        }
    }

    private var whole: [Row] {
        machines.map { name, history in
            var sum = history.older
            sum += history.sum(since: .min)
            return Row(name: name, sum: sum)
        }
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
