import CPlatform
import Effectiveness
import Records

/// Nanoseconds per count and state of the effectiveness core, and bytes per machine, over events whose
/// times and contents are made before the clock starts.
struct OEEBench {
    /// What is fed to every machine.
    enum Stream: String, CaseIterable {
        case counts, states

        var name: String {
            switch self {
            case .counts: "count, every second"
            case .states: "state, every 20 s"
            }
        }

        /// Seconds between two events of one machine.
        fileprivate var interval: Int64 { self == .counts ? 1 : 20 }
        /// Events of one machine in a minute.
        var perMinute: Int { 60 / Int(interval) }
    }

    /// One stream's figures.
    struct Row {
        let stream: Stream
        /// Median of the rounds, for taking an event in; publishing is apart.
        let nanoseconds: Double
        /// Median of the rounds, for publishing one record.
        let publishNanoseconds: Double
        /// What the records of minutes say in sum: good in pieces, or stops of both kinds. The same in
        /// every round, or nothing was computed.
        let result: Double
        let recordCount: Int
    }

    private static let start = EventTime(nanoseconds: 1_772_431_200 * Nanoseconds.second)

    private let minutes: Int
    private let machines: Int
    private let rounds: Int
    private let samples: [CountSample]
    private let categories: [LossCategory]

    /// So many machines for so many minutes, over and over.
    init(minutes: Int, machines: Int, rounds: Int) {
        (self.minutes, self.machines, self.rounds) = (minutes, machines, rounds)
        samples = (0..<16).compactMap {
            CountSample(
                kind: .delta,
                good: Double($0 % 3),
                idealCycleNanoseconds: 700_000_000
            )
        }
        categories = [.productive, .down, .productive, .idle, .productive, .starved, .down]
    }

    /// Measures a stream: all events of a minute go in, machine after machine as they would arrive,
    /// then the clock stops and what is due is published.
    func run(_ stream: Stream) -> Row {
        let calendar = ShiftCalendar.always
        var times: [Double] = []
        var publishTimes: [Double] = []
        var (result, recordCount) = (0.0, 0)
        for _ in 0..<rounds {
            var table = EffectivenessTable(capacity: machines)
            for _ in 0..<machines { _ = table.add(EffectivenessSettings()) }
            let perMinute = Int64(stream.perMinute)
            var (spent, published): (Int64, Int64) = (0, 0)
            (result, recordCount) = (0, 0)
            for minute in 0..<minutes {
                let began = platform_thread_cpu_nanoseconds()
                for event in 0..<perMinute {
                    let index = Int64(minute) * perMinute + event
                    let time = Self.start.advanced(
                        byNanoseconds: (index + 1) * stream.interval * Nanoseconds.second
                    )
                    feed(stream, Int(index), time, &table, calendar)
                }
                let fed = platform_thread_cpu_nanoseconds()
                spent += fed - began
                for machine in 0..<machines where table.isDue(machine) {
                    table.advance(to: .distantPast, equipment: machine, calendar: calendar) {
                        recordCount += 1
                        if $0.kind == .minute { result += Self.result(stream, $0.totals) }
                    }
                }
                published += platform_thread_cpu_nanoseconds() - fed
            }
            times.append(Double(spent) / Double(Int64(minutes * machines) * perMinute))
            publishTimes.append(Double(published) / Double(max(recordCount, 1)))
        }
        return Row(
            stream: stream,
            nanoseconds: times.sorted()[rounds / 2],
            publishNanoseconds: publishTimes.sorted()[rounds / 2],
            result: result,
            recordCount: recordCount
        )
    }

    @inline(__always)
    private func feed(
        _ stream: Stream,
        _ index: Int,
        _ time: EventTime,
        _ table: inout EffectivenessTable,
        _ calendar: ShiftCalendar
    ) {
        for machine in 0..<machines {
            switch stream {
            case .counts:
                _ = table.apply(
                    count: samples[(index &+ machine) & 15],
                    at: time,
                    equipment: machine,
                    calendar: calendar
                )
            case .states:
                _ = table.apply(
                    state: categories[(index &+ machine) % 7],
                    at: time,
                    equipment: machine,
                    calendar: calendar
                )
            }
        }
    }

    private static func result(_ stream: Stream, _ totals: OEETotals) -> Double {
        switch stream {
        case .counts: totals.goodCount
        case .states: Double(totals[.stopCount] + totals[.minorStopCount])
        }
    }
}
