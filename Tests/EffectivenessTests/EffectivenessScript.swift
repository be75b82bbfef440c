import Effectiveness
import Records
import TestSupport
import Windows

/// Random things that happen to an equipment, to be played on two of them: states and counts in
/// shifts with breaks, late and repeated ones, clock ticks and looks at open windows.
struct EffectivenessScript {
    enum Event {
        case state(LossCategory, at: EventTime, sequence: Int64)
        case count(CountSample, at: EventTime)
        case advance(to: EventTime, limit: Int)
        case show(through: EventTime)
    }

    /// Everything that can be seen of an equipment after an event.
    struct Seen: Equatable {
        var answer: Acceptance?
        var isFinished = true
        var records: [[Int64]] = []
        var times: [EventTime?] = []
        var state: LossCategory?
        var isDue = false
    }

    let calendar: ShiftCalendar
    private(set) var events: [Event] = []

    init(_ settings: EffectivenessSettings, _ generator: inout SeededGenerator) throws {
        calendar = try RandomPlant(&generator).calendar
        let lateness = [20, 200, 2_000].randomElement(using: &generator) ?? 0
        let ticks = Int.random(in: 2...20, using: &generator)
        let shape = Int.random(in: 0..<4, using: &generator)
        var second = Int.random(in: 0...600, using: &generator)
        var sequence: Int64 = 0
        var counter = 0.0
        while second < RandomPlant.seconds {
            let isLate = Int.random(in: 0..<5, using: &generator) == 0
            let behind = isLate ? Int.random(in: 0...lateness, using: &generator) : 0
            let time = RandomPlant.time(second - behind)
            switch Int.random(in: 0..<(20 + ticks), using: &generator) {
            case 0..<9:
                let categories: [LossCategory] = [.productive, .down, .down, .idle, .off]
                let category = categories.randomElement(using: &generator) ?? .unknown
                let number = shape == 0 ? -1 : sequence
                events.append(.state(category, at: time, sequence: number))
            case 9..<20:
                counter += Double(Int.random(in: 0...5, using: &generator))
                // Rolls over at a thousand, and is set back now and then.
                if counter > 1_000 { counter -= 1_000 }
                if Int.random(in: 0..<60, using: &generator) == 0 { counter = 0 }
                guard let sample = Self.sample(shape, counter, sequence, &generator) else { break }
                events.append(.count(sample, at: time))
            case 20: events.append(.show(through: RandomPlant.time(second)))
            case 21: events.append(.advance(to: RandomPlant.time(second - 30), limit: 4))
            default: events.append(.advance(to: .distantPast, limit: 4_096))
            }
            if let last = events.last, Int.random(in: 0..<20, using: &generator) == 0 {
                events.append(last)
            }
            sequence += 1
            second += [0, 1, 7, 30, 60, 119, 200].randomElement(using: &generator) ?? 1
        }
        events.append(.advance(to: .distantFuture, limit: 4_096))
    }

    private static func sample(
        _ shape: Int,
        _ counter: Double,
        _ sequence: Int64,
        _ generator: inout SeededGenerator
    ) -> CountSample? {
        let isCounter = shape == 1 || (shape == 2 && Bool.random(using: &generator))
        let isLoose = Int.random(in: 0..<5, using: &generator) == 0
        let made = isCounter ? counter : Double(Int.random(in: 0...9, using: &generator))
        let cycle = Int64.random(in: 0...8, using: &generator) == 0 ? 0 : 3 * Nanoseconds.second / 7
        let isFoundLater = isLoose && !isCounter && Bool.random(using: &generator)
        return CountSample(
            kind: isCounter ? .counter : .delta,
            total: isLoose || shape == 3 ? nil : made,
            good: shape == 3 && !isLoose ? made : nil,
            scrap: isLoose ? Double(Int.random(in: 1...3, using: &generator)) / 8 : nil,
            startup: isLoose && Bool.random(using: &generator) ? 0.1 : nil,
            wasCountedAsGood: isFoundLater,
            modulus: isCounter && Bool.random(using: &generator) ? 1_000 : 0,
            idealCycleNanoseconds: cycle,
            taktNanoseconds: cycle * 2,
            sequence: shape == 0 ? -1 : sequence
        )
    }

    /// Plays an event; at most `limit` windows are published, for equipment that may be far behind.
    func play(
        _ event: Event,
        on machine: inout EquipmentEffectiveness,
        limit: Int = .max
    ) -> Seen {
        var seen = Seen()
        switch event {
        case .state(let category, let time, let sequence):
            seen.answer = machine.apply(
                state: category,
                at: time,
                sequence: sequence,
                calendar: calendar
            )
        case .count(let sample, let time):
            seen.answer = machine.apply(count: sample, at: time, calendar: calendar)
        case .advance(let time, let own):
            seen.isFinished = machine.advance(
                to: time,
                calendar: calendar,
                limit: min(own, limit)
            ) { seen.records.append(Self.numbers($0)) }
        case .show(let time):
            machine.showOpen(through: time, calendar: calendar) {
                seen.records.append(Self.numbers($0))
            }
        }
        seen.times = [
            machine.progress, machine.newest, machine.oldestOpenStart(calendar: calendar),
        ]
        seen.state = machine.state
        seen.isDue = machine.isDue
        return seen
    }

    private static func numbers(_ record: OEEWindowRecord) -> [Int64] {
        let identity = [
            Int64(record.kind.rawValue), Int64(record.status.rawValue), Int64(record.revision),
            Int64(record.shiftIndex), Int64(record.localDay), record.start.nanoseconds,
            record.end.nanoseconds, record.through.nanoseconds,
        ]
        return identity + OEEPrimitive.allCases.map { record.totals[$0] }
    }
}
