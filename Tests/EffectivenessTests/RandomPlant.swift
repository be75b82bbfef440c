import Effectiveness
import Records
import TestSupport
import Windows

/// A few random hours of one machine, with the arrival orders it may come in.
struct RandomPlant {
    enum Event {
        case state(SlowEffectiveness.State)
        case count(SlowEffectiveness.Count)

        var second: Int {
            switch self {
            case .state(let state): state.second
            case .count(let count): count.second
            }
        }
    }

    static let origin: Int64 = 1_772_431_200
    static let seconds = 3 * 3_600
    let calendar: ShiftCalendar
    var slow: SlowEffectiveness
    var events: [Event] = []

    init(_ random: inout SeededGenerator) throws {
        let edge = Int.random(in: 4_000...7_000, using: &random)
        let shifts = [Int.random(in: 0...900, using: &random)..<edge, edge..<(edge + 2_500)]
        let breaks = [1_777..<2_400, 5_000..<5_061].filter { _ in Bool.random(using: &random) }
        calendar = try ShiftCalendar(
            shifts: shifts.map {
                ShiftInterval(start: Self.time($0.lowerBound), end: Self.time($0.upperBound))
            },
            plannedStops: breaks.map {
                PlannedStop(start: Self.time($0.lowerBound), end: Self.time($0.upperBound))
            }
        )
        slow = SlowEffectiveness(
            origin: Self.origin,
            secondCount: Self.seconds,
            states: [],
            counts: [],
            shifts: shifts,
            breaks: breaks,
            threshold: 120
        )
        addStates(&random)
        addCounts(&random)
        events.sort { $0.second < $1.second }
    }

    static func time(_ second: Int) -> EventTime {
        EventTime(nanoseconds: (origin + Int64(second)) * Nanoseconds.second)
    }

    private mutating func addStates(_ random: inout SeededGenerator) {
        var second = Int.random(in: 0...300, using: &random)
        var sequence: Int64 = 0
        while second < Self.seconds {
            let category: LossCategory =
                Int.random(in: 0..<3, using: &random) == 0
                ? LossCategory.allCases.randomElement(using: &random) ?? .unknown
                : Bool.random(using: &random) ? .productive : .down
            let state = SlowEffectiveness.State(
                second: second,
                sequence: sequence,
                category: category
            )
            slow.states.append(state)
            events.append(.state(state))
            sequence += 1
            second += [0, 1, 7, 30, 59, 119, 120, 121, 300, 900].randomElement(using: &random) ?? 1
        }
    }

    private mutating func addCounts(_ random: inout SeededGenerator) {
        let shape = Int.random(in: 0..<3, using: &random)
        var second = Int.random(in: 1...300, using: &random)
        while second <= Self.seconds {
            let cycle = [10, 20].randomElement(using: &random) ?? 10
            var count = SlowEffectiveness.Count(second: second, cycle: cycle)
            let isLoose = shape > 0 && Int.random(in: 0..<4, using: &random) == 0
            if isLoose || shape == 0 { count.scrap = Int.random(in: 0...3, using: &random) }
            if !isLoose && shape < 2 { count.good = Int.random(in: 0...9, using: &random) }
            if !isLoose && shape == 2 { count.total = Int.random(in: 5...9, using: &random) }
            slow.counts.append(count)
            events.append(.count(count))
            second += [1, 5, 13, 60, 61, 200].randomElement(using: &random) ?? 1
        }
    }

    /// The events in an order of arrival in which none is more than `lateness` seconds behind.
    func shuffled(lateness: Int, _ random: inout SeededGenerator) -> [Event] {
        events.map { (at: $0.second + Int.random(in: 0...lateness, using: &random), event: $0) }
            .shuffled(using: &random).sorted { $0.at < $1.at }.map(\.event)
    }

    /// Plays events in the order given, publishing after each, and closes all windows at the end.
    func play(
        _ events: [Event],
        settings: EffectivenessSettings,
        answers: (Acceptance) -> Void
    ) -> [OEEWindowRecord] {
        var machine = EquipmentEffectiveness(settings: settings)
        var records: [OEEWindowRecord] = []
        machine.begin(at: Self.time(0))
        for event in events {
            answers(Self.apply(event, to: &machine, calendar))
            if machine.isDue {
                machine.advance(to: .distantPast, calendar: calendar) { records.append($0) }
            }
        }
        machine.advance(to: Self.time(Self.seconds + 1), calendar: calendar) { records.append($0) }
        return records.filter { $0.end <= Self.time(Self.seconds) }
    }

    static func apply(
        _ event: Event,
        to machine: inout EquipmentEffectiveness,
        _ calendar: ShiftCalendar
    ) -> Acceptance {
        switch event {
        case .state(let state):
            return machine.apply(
                state: state.category,
                at: time(state.second),
                sequence: state.sequence,
                calendar: calendar
            )
        case .count(let count):
            guard
                let sample = CountSample(
                    kind: .delta,
                    total: count.total.map(Double.init),
                    good: count.good.map(Double.init),
                    scrap: count.scrap.map(Double.init),
                    idealCycleNanoseconds: Int64(count.cycle) * Nanoseconds.second
                )
            else { preconditionFailure("a count without quantities") }
            return machine.apply(count: sample, at: time(count.second), calendar: calendar)
        }
    }

    static func second(_ time: EventTime) -> Int {
        Int(time.nanoseconds / Nanoseconds.second - origin)
    }
}
