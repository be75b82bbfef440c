import Records

// The clock is an input like any other: a task hears it in ticks.
extension EquipmentTask {
    /// Machines that were silent for long enough, on partitions that have been read to their end, move
    /// on with the clock; what has not come for long is forgotten.
    func moveWithClock(_ bench: Workbench) {
        let read = readThrough
        guard read > .distantPast, isBehind || now - scannedAt >= limits.tickIntervalNanoseconds
        else { return }
        if rounds.machine == 0 { scannedAt = now }
        isBehind = !moveIdleMachines(to: read, bench)
        evictUnused(bench)
    }

    /// Goes on with the round over all machines: moves silent ones on, each by a day at most, and
    /// forgets those that were silent for too long. What takes longer (machines that were gone when the
    /// engine started, many machines) goes on at the next tick. False when something is left.
    private func moveIdleMachines(to read: EventTime, _ bench: Workbench) -> Bool {
        let before = bundle.outputs.byteCount
        let reached = read.advanced(
            byNanoseconds: -limits.idleTimeoutNanoseconds - limits.allowedLatenessNanoseconds
        )
        var (looks, moves, evictions) = (0, 0, 0)
        while rounds.machine < machines.count {
            // What one tick wrote, not how full the bundle is: cuts must not change what is written.
            guard looks < TaskRounds.lookCountMax, moves < TaskRounds.moveCountMax,
                bundle.outputs.byteCount - before < limits.bundleBytes
            else { return false }
            looks += 1
            defer { rounds.machine += 1 }
            guard let machine = machines[rounds.machine],
                read - machine.heardAt >= limits.idleTimeoutNanoseconds
            else { continue }
            moves += 1
            let step = min(reached, machine.progress.advanced(byNanoseconds: Nanoseconds.day))
            advance(machine, to: step, bench)
            if step < reached {
                rounds.isShort = true
            } else if evictions < TaskRounds.evictionCountMax, isGone(machine, at: read, bench) {
                evictions += 1
                evict(machine, bench)
            }
        }
        defer { rounds.isShort = false }
        rounds.machine = 0
        return !rounds.isShort
    }
}
