import Codecs
import Effectiveness
import Engine
import PlantModel
import Records

/// One window of one machine, or the sum of windows of what lies below a path.
struct OEEWindow {
    var equipment: String
    /// The kind of window and the shift, such as `shift early`; empty for a sum.
    var label: String
    var start: EventTime
    var end: EventTime
    var totals: OEETotals

    /// Reads a record of `kpi.oee`; nil without its times.
    init?(_ record: borrowing JSONDocument) {
        guard let start = EventText.time("window_start", in: record),
            let end = EventText.time("window_end", in: record)
        else { return nil }
        equipment = record.string("equipment") ?? ""
        label = (record.string("window") ?? "") + (record.string("shift").map { " \($0)" } ?? "")
        (self.start, self.end) = (start, end)
        var fields: [String: Double] = [:]
        for primitive in OEEPrimitive.allCases {
            guard let name = primitive.fieldName else { continue }
            fields["\(name)"] = record.double("\(name)")
        }
        totals = OEETotals { fields["\($0)"] }
    }

    /// The sum of windows under a path.
    init(_ path: String, sumOf windows: [OEEWindow]) {
        equipment = path
        label = ""
        start = windows.map(\.start).min() ?? .distantPast
        end = windows.map(\.end).max() ?? .distantPast
        totals = windows.reduce(OEETotals()) { $0 + $1.totals }
    }

    /// What a path comes to by its method, from the sums of what lies directly below.
    init(_ path: String, of members: [OEEWindow], by method: RollUpMethod) {
        self.init(path, sumOf: members)
        let stations = members.map { member in
            let station = member.equipment.split(separator: "/").last.map(String.init) ?? ""
            return (station: station, totals: member.totals)
        }
        totals = method.figures(of: stations).totals
    }
}
