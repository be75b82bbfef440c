import Codecs
import Effectiveness
import Records

/// OEE of machines, and of the lines, areas and sites that the roll-ups publish, from the minute records
/// of `kpi.oee`.
struct OEEBoard {
    /// Length of the live figures in minutes.
    static let recentMinutes: Int64 = 15
    /// Minutes that are kept apart, so that a revision can replace what it supersedes: an hour of grace
    /// and some more.
    private static let keptMinutes = 90

    /// What one path said.
    private struct History {
        /// Whether it is a sum over machines.
        var isGroup = false
        private var minutes: [Int64: OEETotals] = [:]
        private var newest: Int64 = .min
        /// The minutes that are no longer kept apart.
        private var older = OEETotals()

        mutating func enter(_ totals: OEETotals, minute: Int64) {
            minutes[minute] = totals
            newest = max(newest, minute)
            guard minutes.count > OEEBoard.keptMinutes, let oldest = minutes.keys.min() else {
                return
            }
            older += minutes.removeValue(forKey: oldest) ?? OEETotals()
        }

        /// Over the last minutes.
        var recent: OEETotals {
            (0..<OEEBoard.recentMinutes).reduce(into: OEETotals()) { sum, back in
                if let totals = minutes[newest - back] { sum += totals }
            }
        }

        /// Over the whole run.
        var whole: OEETotals { minutes.values.reduce(into: older) { $0 += $1 } }
    }

    /// A path with its figures.
    struct Row {
        let name: String
        let totals: OEETotals

        /// The OEE, nil when there is none.
        var oee: Double? { totals.oee.value }
    }

    private var paths: [String: History] = [:]
    private var lineNames: Set<String> = []

    /// Enters a record of `kpi.oee`; windows longer than a minute say the same again and are left out.
    mutating func enter(_ record: borrowing JSONDocument) {
        guard record.string("window") == "minute", let equipment = record.string("equipment"),
            let start = EventText.time("window_start", in: record)
        else { return }
        let totals = OEETotals { record.double("\($0)") }
        let isGroup = record.int("machines") != nil
        if !isGroup { lineNames.insert(Self.parent(of: equipment)) }
        paths[equipment, default: History()].isGroup = isGroup
        paths[equipment]?.enter(totals, minute: start.nanoseconds / Nanoseconds.minute)
    }

    /// Machines of the last minutes, the worst first; those without planned time are left out.
    var worstMachines: [Row] { Self.ranked(rows(\.recent) { !$1.isGroup }) }

    /// Lines of the last minutes, by name, as the roll-ups published them.
    var lines: [Row] { rows(\.recent) { $1.isGroup && lineNames.contains($0) } }

    /// Areas, sites and what is above them, of the last minutes, by name.
    var levels: [Row] { rows(\.recent) { $1.isGroup && !lineNames.contains($0) } }

    /// The line with the least OEE of the last minutes.
    var worstLine: Row? { Self.ranked(lines).first }

    /// Lines of the whole run and what is above them, by name.
    var groupsOfRun: [Row] { rows(\.whole) { $1.isGroup } }

    /// The plant over the whole run: the sum of its machines.
    var plantOfRun: OEETotals { sum(\.whole) }

    /// The plant over the last minutes.
    var plant: OEETotals { sum(\.recent) }

    private func rows(
        _ figures: KeyPath<History, OEETotals>,
        where isWanted: (String, History) -> Bool
    ) -> [Row] {
        paths.filter(isWanted).map { Row(name: $0.key, totals: $0.value[keyPath: figures]) }
            .sorted { $0.name < $1.name }
    }

    private func sum(_ figures: KeyPath<History, OEETotals>) -> OEETotals {
        rows(figures) { !$1.isGroup }.reduce(into: OEETotals()) { $0 += $1.totals }
    }

    private static func ranked(_ rows: [Row]) -> [Row] {
        rows.filter { $0.oee != nil }
            .sorted { ($0.oee ?? 0, $0.name) < ($1.oee ?? 0, $1.name) }
    }

    private static func parent(of path: String) -> String {
        path.split(separator: "/").dropLast().joined(separator: "/")
    }
}
