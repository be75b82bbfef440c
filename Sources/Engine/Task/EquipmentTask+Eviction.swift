import Records

// What stops coming is forgotten after `evict_after`, decided by the task's ordered input alone: how long
// a machine was silent by the ticks, and how far its events and its progress have come. At most a few
// at each tick. What comes back begins anew.
extension EquipmentTask {
    /// Whether a machine was silent for so long that it is taken to be gone, and has no window with
    /// an event in it that is not out yet.
    func isGone(_ machine: Machine, at read: EventTime, _ bench: Workbench) -> Bool {
        guard read - machine.heardAt >= limits.evictAfterNanoseconds,
            machine.progress - machine.newest >= limits.evictAfterNanoseconds
        else { return false }
        let calendar = bench.calendars.calendar(machine.calendar, around: machine.newest)
        return machine.effectiveness.oldestOpenStart(calendar: calendar) == nil
    }

    /// Forgets a machine with its series and keys. Alerts that are open are cleared with the reason
    /// `evicted`.
    func evict(_ machine: Machine, _ bench: Workbench) {
        willChange(machine: machine.index)
        rules.evict(
            equipment: machine.index,
            at: machine.progress,
            outputs: &bench.ruleOutputs
        )
        writeRuleOutputs(bench)
        while machine.firstSeries >= 0 {
            removeSeries(Int(machine.firstSeries), of: machine, bench)
        }
        products.release(machine.product)
        graves.add(machine.name, through: machine.progress)
        machineNames.remove(machine.index)
        machines[machine.index] = nil
        if stand.isLive { evictions.machines += 1 }
    }

    /// Forgets series and keys whose last event is far behind the progress of their machine.
    func evictUnused(_ bench: Workbench) {
        evictSeries(bench)
        guard bench.stages.contains(.rules) else { return }
        rules.evictUnused(
            for: limits.evictAfterNanoseconds,
            limit: TaskRounds.evictionCountMax,
            progress: { self.machines[$0]?.progress ?? .distantPast },
            outputs: &bench.ruleOutputs
        )
        writeRuleOutputs(bench)
    }

    private func evictSeries(_ bench: Workbench) {
        var (looks, gone) = (0, 0)
        while rounds.series < series.rows.count {
            guard looks < TaskRounds.lookCountMax, gone < TaskRounds.evictionCountMax else {
                return
            }
            looks += 1
            defer { rounds.series += 1 }
            let row = series.rows[rounds.series]
            guard row.machine >= 0, let machine = machines[Int(row.machine)],
                machine.progress - lastUse(of: rounds.series) >= limits.evictAfterNanoseconds
            else { continue }
            gone += 1
            removeSeries(rounds.series, of: machine, bench)
        }
        rounds.series = 0
    }

    /// The newest event of a series; before the first one, the time from which limits hold that were
    /// stated for it.
    private func lastUse(of index: Int) -> EventTime {
        let newest = series.rows[index].newest
        guard newest == .distantPast, let lives = series.lives[index] else { return newest }
        return lives.values.compactMap { $0.versions.last?.effectiveFrom }.max() ?? newest
    }

    private func removeSeries(_ index: Int, of machine: Machine, _ bench: Workbench) {
        willChange(series: index, bench)
        let row = series.rows[index]
        series.remove(index, of: machine)
        characteristics.release(Int(row.characteristic))
        products.release(Int(row.product))
        if stand.isLive { evictions.series += 1 }
    }
}
