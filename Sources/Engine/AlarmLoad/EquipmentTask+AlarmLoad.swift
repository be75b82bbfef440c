import PlantModel
import ProcessControl
import Records

// What charts use of the budgets of false alarms of the paths above them. Off unless a path has one.
extension EquipmentTask {
    /// Counts a point of a chart that judged it.
    func countLoad(
        _ verdict: PointVerdict,
        _ rates: [Double],
        chart: Int,
        _ machine: Machine,
        _ time: EventTime,
        _ bench: Workbench
    ) {
        guard verdict.outcome == .monitoring, !machine.budgetPaths.isEmpty else { return }
        let finished = machine.alarmHour.add(
            rate: rates[chart],
            isSignal: verdict.isSignal,
            at: time
        )
        if let finished { tell(finished, machine, bench) }
    }

    /// Tells the hour that progress has passed.
    func tellLoad(_ machine: Machine, _ progress: EventTime, _ bench: Workbench) {
        if let hour = machine.alarmHour.close(by: progress) { tell(hour, machine, bench) }
    }

    private func tell(
        _ hour: (start: EventTime, load: AlarmLoad),
        _ machine: Machine,
        _ bench: Workbench
    ) {
        let contribution = AlarmLoadContribution(
            machine: machine.name,
            start: hour.start,
            load: hour.load
        )
        for path in machine.budgetPaths { bench.contribute(contribution, to: path, bundle) }
    }
}
