import Effectiveness
import Records

/// Effectiveness second by second, the obvious way: what the fast code must agree with.
struct SlowEffectiveness {
    struct State {
        var second: Int
        var sequence: Int64
        var category: LossCategory
    }

    struct Count {
        var second: Int
        var total: Int?
        var good: Int?
        var scrap: Int?
        var cycle: Int
    }

    var origin: Int64
    var secondCount: Int
    var states: [State]
    var counts: [Count]
    var shifts: [Range<Int>]
    var breaks: [Range<Int>]
    var threshold: Int

    /// The category of every second from the origin.
    func line() -> [LossCategory] {
        var line = Array(repeating: LossCategory.unknown, count: secondCount)
        let sorted = states.sorted {
            ($0.second, $0.sequence, $0.category.rawValue)
                < ($1.second, $1.sequence, $1.category.rawValue)
        }
        for state in sorted where state.second < secondCount {
            for second in state.second..<secondCount { line[second] = state.category }
        }
        return line
    }

    /// Totals of `[start, end)`, stops judged by what is known up to second `known`.
    func totals(_ start: Int, _ end: Int, known: Int, _ line: [LossCategory]) -> OEETotals {
        var totals = OEETotals()
        for second in start..<end { charge(second, known, line, &totals) }
        var hasTotal = false
        for count in counts where count.second <= end && count.total != nil && count.good == nil {
            hasTotal = true
        }
        for count in counts where count.second > start && count.second <= end {
            let scrap = count.scrap ?? 0
            let isLoose = count.total == nil && count.good == nil
            let total = count.total ?? (isLoose && hasTotal ? 0 : (count.good ?? 0) + scrap)
            let good = count.good ?? ((count.total ?? (hasTotal ? 0 : scrap)) - scrap)
            totals[.sampleCount] += 1
            totals[.total] += Int64(total) * 1_000_000
            totals[.good] += Int64(good) * 1_000_000
            totals[.scrap] += Int64(scrap) * 1_000_000
            totals[.idealTotal] += Int64(total * count.cycle) * Nanoseconds.second
            totals[.idealGood] += Int64(good * count.cycle) * Nanoseconds.second
        }
        return totals
    }

    private func charge(
        _ second: Int,
        _ known: Int,
        _ line: [LossCategory],
        _ totals: inout OEETotals
    ) {
        let stop = line[second] == .down ? stopAround(second, known, line) : nil
        let isInShift = shifts.contains { $0.contains(second) }
        if let stop, stop.begin == second, isInShift {
            totals[stop.isMinor ? .minorStopCount : .stopCount] += 1
        }
        let length = Nanoseconds.second
        if !isInShift {
            totals[.unscheduled] += length
        } else if breaks.contains(where: { $0.contains(second) }) {
            totals[.plannedBreak] += length
        } else {
            if let stop, stop.isMinor {
                totals[.minorStop] += length
                if stop.isUndecided { totals[.undecided] += length }
            } else if let category = OEEPrimitive(rawValue: Int(line[second].rawValue)) {
                totals[category] += length
            }
            let isPlanned = ![.maintenance, .off, .unknown].contains(line[second])
            if isPlanned { totals[.planned] += length }
        }
    }

    private func stopAround(
        _ second: Int,
        _ known: Int,
        _ line: [LossCategory]
    ) -> (begin: Int, isMinor: Bool, isUndecided: Bool) {
        var begin = second
        while begin > 0 && line[begin - 1] == .down { begin -= 1 }
        var end = second
        while end < known && end < secondCount && line[end] == .down { end += 1 }
        let isEnded = end < secondCount && line[end] != .down
        let isMinor = end - begin < threshold
        return (begin, isMinor, isMinor && !isEnded)
    }
}
