import Effectiveness
import Records

extension EquipmentTask {
    /// An event came: time moves on for its machine, in whole seconds so that it costs little.
    func moveOn(_ machine: Machine, _ bench: Workbench) {
        let reached = min(machine.newest, horizon).advanced(
            byNanoseconds: -bench.limits.allowedLatenessNanoseconds
        )
        guard
            reached.nanoseconds / Nanoseconds.second
                > machine.progress.nanoseconds / Nanoseconds.second
        else { return }
        advance(machine, to: reached, bench)
    }

    /// Closes what is due for one machine: windows, silences, timers of rules.
    func advance(_ machine: Machine, to progress: EventTime, _ bench: Workbench) {
        guard progress > machine.progress else { return }
        willChange(machine: machine.index)
        let before = machine.progress
        machine.progress = progress
        if machine.isWatchedForSilence { checkSilence(machine, at: progress, bench) }
        // Nearly all windows end on whole minutes; one that does not is published with the next.
        if progress > machine.nextWindowEnd || machine.effectiveness.isDue {
            machine.nextWindowEnd = progress.roundedUpToMinute
            publishWindows(machine, progress, bench)
            tellLoad(machine, progress, bench)
            if bench.hasCapability { publishCapability(machine, progress, bench) }
        }
        let interval = bench.limits.liveIntervalNanoseconds
        if interval > 0, before.nanoseconds / interval < progress.nanoseconds / interval,
            bench.stages.contains(.effectiveness)
        {
            writeLiveWindows(machine, progress, bench)
        }
        advanceRules(machine, progress, bench)
    }

    /// Publishes the windows of a machine that progress has passed, and their revisions.
    func publishWindows(_ machine: Machine, _ progress: EventTime, _ bench: Workbench) {
        guard bench.stages.contains(.effectiveness) else { return }
        let before = machine.effectiveness.progress
        let isLeap =
            before > .distantPast && progress < .distantFuture
            && progress - before > bench.leapNanoseconds
        publishDue(
            machine,
            isLeap ? before.advanced(byNanoseconds: Nanoseconds.day) : progress,
            bench
        )
        guard isLeap else { return }
        // Half a million empty minutes would fill the memory and help nobody. What was open is closed;
        // the machine begins anew on the other side.
        machine.effectiveness = EquipmentEffectiveness(settings: machine.effectiveness.settings)
        publishDue(machine, progress, bench)
    }

    private func publishDue(_ machine: Machine, _ progress: EventTime, _ bench: Workbench) {
        var records: [OEEWindowRecord] = []
        let calendar = bench.calendars.calendar(
            machine.calendar,
            around: min(progress, machine.newest)
        )
        var isComplete = false
        while !isComplete {
            isComplete = machine.effectiveness.advance(to: progress, calendar: calendar) {
                records.append($0)
            }
        }
        for record in records {
            writeWindow(record, machine, bench)
            if let topic = ruleTopics.windows { evaluateWindow(topic, record, machine, bench) }
        }
    }
}

extension EventTime {
    /// The first whole minute that is not before this time.
    fileprivate var roundedUpToMinute: EventTime {
        let (quotient, rest) = nanoseconds.quotientAndRemainder(dividingBy: Nanoseconds.minute)
        return EventTime(nanoseconds: (quotient + (rest > 0 ? 1 : 0)) * Nanoseconds.minute)
    }
}
