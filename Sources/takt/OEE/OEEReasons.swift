import PlantModel
import Records

/// How much planned time stops took by reason, short ones included.
struct OEEReasons {
    /// One reason with the time it took.
    struct Share {
        /// From the top of the plant's tree of reasons; the state word where no reason was given.
        let path: [String]
        let nanoseconds: Int64
    }

    /// By time, the longest first.
    let shares: [Share]

    /// Sums the states of machines under a path, each lasting until the next or the last event.
    init(_ events: [OEEEvent], under path: String?, plant: Plant) {
        let newest = events.map(\.time).max() ?? .distantPast
        var open: [String: OEEEvent] = [:]
        var sums: [String: Int64] = [:]
        func close(_ event: OEEEvent, at end: EventTime) {
            guard let name = Self.name(event, plant.states) else { return }
            let calendar = plant.calendar(at: event.equipment)
            sums[name, default: 0] += Self.planned(event.time, end, calendar)
        }
        for event in events where !event.state.isEmpty && Self.isUnder(path, event.equipment) {
            if let before = open[event.equipment] { close(before, at: event.time) }
            open[event.equipment] = event
        }
        for event in open.values { close(event, at: newest) }
        shares = sums.filter { $0.value > 0 }
            .map { Share(path: plant.states.reasons.path(of: $0.key), nanoseconds: $0.value) }
            .sorted { ($1.nanoseconds, $0.path.joined()) < ($0.nanoseconds, $1.path.joined()) }
    }

    private static func isUnder(_ path: String?, _ equipment: String) -> Bool {
        guard let path else { return true }
        return equipment == path || equipment.hasPrefix(path + "/")
    }

    /// What a state is summed under; nil for one that is no loss of planned time.
    private static func name(_ event: OEEEvent, _ states: StateMapping) -> String? {
        let category = states.category(
            state: event.state,
            mode: event.mode,
            reason: event.reason
        )
        switch category {
        case .setup, .idle, .starved, .blocked, .down: return event.reason ?? event.state
        default: return nil
        }
    }

    /// The part of `start ..< end` that a calendar plans to produce in.
    static func planned(_ start: EventTime, _ end: EventTime, _ calendar: PlantCalendar?) -> Int64 {
        guard start < end else { return 0 }
        guard let calendar else { return end - start }
        let end = min(end, start.advanced(byNanoseconds: PlantCalendar.rangeNanosecondsLimit))
        var planned: Int64 = 0
        for shift in calendar.expand(from: start, to: end) {
            planned += max(0, min(shift.end, end) - max(shift.start, start))
        }
        // Stops may overlap one another; what was taken off already is not taken off again.
        var through = start
        for stop in calendar.plannedStops(from: start, to: end) {
            for shift in calendar.expand(from: stop.start, to: stop.end) {
                let from = max(max(stop.start, shift.start), through)
                planned -= max(0, min(min(stop.end, shift.end), end) - from)
            }
            through = max(through, stop.end)
        }
        return planned
    }
}
