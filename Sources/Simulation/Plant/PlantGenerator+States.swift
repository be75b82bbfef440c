import Codecs
import Records

extension PlantGenerator {
    /// What happens when the state of a machine is due: a new state, or a look ahead to one.
    mutating func produceState(_ index: Int, _ time: Int64, _ bytes: inout [UInt8]) -> PlantTopic? {
        let isFirst = machines[index].sequence == 0
        if machines[index].isSetupDue {
            machines[index].isSetupDue = false
            machines[index].product = 1 - machines[index].product
            return enter(.setup, nil, until: time + stop(index, 60, 150), index, time, &bytes)
        }
        if let fault = machines[index].fault, fault.acts(time) {
            if fault.kind == .longDown {
                let reason: StaticString = "E-204 main drive"
                return enter(.down, reason, until: fault.end, index, time, &bytes)
            }
            // Whoever looks at a fault wants to see it, not a machine that stands by chance.
            queue.reschedule(fault.end + machines[index].random.seconds(60, 240))
            guard isFirst || machines[index].state != .running else { return nil }
            return change(.running, nil, index, time, &bytes)
        }
        if let end = breakEnd(index, time) {
            return enter(.idle, "break", until: end, index, time, &bytes)
        }
        if isFirst || machines[index].state != .running {
            let until = time + machines[index].random.seconds(180, 720)
            return enter(.running, nil, until: until, index, time, &bytes)
        }
        return enterStop(index, time, &bytes)
    }

    private mutating func enterStop(
        _ index: Int,
        _ time: Int64,
        _ bytes: inout [UInt8]
    ) -> PlantTopic? {
        switch machines[index].random.unit() {
        case ..<0.45:
            let until = time + stop(index, 5, 40)
            return enter(.down, "jam", until: until, index, time, &bytes)
        case ..<0.6:
            let until = time + stop(index, 10, 60)
            return enter(.starved, "starved", until: until, index, time, &bytes)
        case ..<0.75:
            let until = time + stop(index, 10, 60)
            return enter(.blocked, "blocked", until: until, index, time, &bytes)
        case ..<0.85:
            // The pieces of the old product are counted before the new one is set up.
            machines[index].isSetupDue = true
            queue.reschedule(time + Nanoseconds.millisecond)
            writeCounts(index, time, &bytes)
            return .counts
        case ..<0.95:
            let until = time + stop(index, 20, 60)
            return enter(.idle, "no operator", until: until, index, time, &bytes)
        default:
            let until = time + stop(index, 60, 180)
            return enter(.down, "tool broken", until: until, index, time, &bytes)
        }
    }

    private mutating func stop(_ index: Int, _ low: Double, _ high: Double) -> Int64 {
        machines[index].random.seconds(low, high)
    }

    /// Changes the state and schedules the next look: at `until`, or earlier when a fault or a
    /// break begins before that.
    private mutating func enter(
        _ state: MachineState,
        _ reason: StaticString?,
        until: Int64,
        _ index: Int,
        _ time: Int64,
        _ bytes: inout [UInt8]
    ) -> PlantTopic? {
        var next = max(until, time + Nanoseconds.millisecond)
        if let fault = machines[index].fault, fault.start > time { next = min(next, fault.start) }
        if machines[index].stopsInBreaks,
            machines[index].nextBreak < breaks[machines[index].site].count
        {
            let pause = breaks[machines[index].site][machines[index].nextBreak]
            if pause.start > time { next = min(next, pause.start) }
        }
        queue.reschedule(next)
        return change(state, reason, index, time, &bytes)
    }

    private mutating func change(
        _ state: MachineState,
        _ reason: StaticString?,
        _ index: Int,
        _ time: Int64,
        _ bytes: inout [UInt8]
    ) -> PlantTopic? {
        if machines[index].state == .running {
            machines[index].producing += time - machines[index].runningSince
        }
        if state == .running { machines[index].runningSince = time }
        machines[index].state = state
        machines[index].reason = reason
        writeState(index, time, &bytes)
        return .states
    }

    /// When the break that has begun ends, for a machine that stops in breaks.
    private mutating func breakEnd(_ index: Int, _ time: Int64) -> Int64? {
        guard machines[index].stopsInBreaks else { return nil }
        let site = breaks[machines[index].site]
        while machines[index].nextBreak < site.count {
            let pause = site[machines[index].nextBreak]
            if pause.end > time { return pause.start <= time ? pause.end : nil }
            machines[index].nextBreak += 1
        }
        return nil
    }
}
