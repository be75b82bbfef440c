import CPlatform
import Effectiveness
import Records

/// Bytes per machine with minute, hour, shift and day windows, after a day and a shift of plant time.
struct OEEMemoryBench {
    /// One setting's figures.
    struct Row {
        /// Mean over the machines of what each says it holds, when the shift ends.
        let byteCount: Int
        /// By how much the process grew, per machine; 0 when the system does not say.
        let residentByteCount: Int
        /// Records published, which proves that there was something to hold.
        let recordCount: Int
    }

    private static let day: Int64 = 1_772_409_600
    private let machines: Int
    private let hours: Int64

    /// So many machines for so many hours after midnight.
    init(machines: Int, hours: Int) {
        (self.machines, self.hours) = (machines, Int64(hours))
    }

    /// Measures what a late policy keeps: a count every 10 s, a state every 15 min, shifts of 8 h.
    func run(lateness: Int64, grace: Int64) throws -> Row {
        var settings = EffectivenessSettings()
        settings.late.allowedLatenessNanoseconds = lateness
        settings.late.graceNanoseconds = grace
        let calendar = try ShiftCalendar(
            shifts: (0..<12).map {
                ShiftInterval(start: Self.at($0 * 28_800), end: Self.at(($0 + 1) * 28_800))
            }
        )
        let before = platform_resident_byte_count()
        var table = EffectivenessTable(capacity: machines)
        var recordCount = 0
        for machine in 0..<machines {
            _ = table.add(settings)
            recordCount += play(machine, calendar, &table)
        }
        let after = platform_resident_byte_count()
        let bytes = (0..<machines).reduce(0) { sum, machine in
            sum + table.read(machine) { $0.byteCount }
        }
        return Row(
            byteCount: bytes / machines,
            residentByteCount: Int(max(0, after - before)) / machines,
            recordCount: recordCount
        )
    }

    private func play(
        _ machine: Int,
        _ calendar: ShiftCalendar,
        _ table: inout EffectivenessTable
    ) -> Int {
        var records = 0
        let states: [LossCategory] = [.productive, .down, .productive, .idle]
        for tick in 1...(hours * 360) {
            let time = Self.at(tick * 10)
            if tick % 90 == 1 {
                _ = table.apply(
                    state: states[Int(tick / 90) % 4],
                    at: time,
                    equipment: machine,
                    calendar: calendar
                )
            }
            let good = Double((Int(tick) + machine) % 17)
            if let sample = CountSample(
                kind: .delta,
                good: good,
                scrap: tick % 9 == 0 ? 1 : nil,
                idealCycleNanoseconds: 613_000_000
            ) {
                _ = table.apply(count: sample, at: time, equipment: machine, calendar: calendar)
            }
            guard table.isDue(machine) else { continue }
            table.advance(to: .distantPast, equipment: machine, calendar: calendar) { _ in
                records += 1
            }
        }
        return records
    }

    private static func at(_ second: Int64) -> EventTime {
        EventTime(nanoseconds: (day + second) * Nanoseconds.second)
    }
}
