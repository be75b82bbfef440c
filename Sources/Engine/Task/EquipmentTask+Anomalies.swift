import Anomaly
import Records

extension EquipmentTask {
    /// Shows a value to the detectors of its series and publishes what they newly found.
    func watch(
        _ index: Int,
        _ values: FieldValue,
        _ machine: Machine,
        _ time: EventTime,
        _ bench: Workbench
    ) {
        let row = series.rows[index]
        guard let settings = bench.profiles[Int(row.profile)].detectors else { return }
        // A machine that never said its state is taken to run; one that said "down" teaches nothing.
        let learn = machine.category == .productive || machine.category == .unknown
        var number = 0
        forEach(values, bench) { value in
            let verdict = series.watch(index, value, at: time, learn: learn, settings: settings)
            report(verdict, settings, index, number, machine, time, bench)
            number += 1
        }
    }

    /// Looks whether a series of the machine has been silent for too long.
    func checkSilence(_ machine: Machine, at time: EventTime, _ bench: Workbench) {
        guard bench.stages.contains(.anomaly) else { return }
        var index = machine.firstSeries
        while index >= 0 {
            let row = series.rows[Int(index)]
            if row.detector >= 0, let settings = bench.profiles[Int(row.profile)].detectors,
                settings.enabled.contains(.dropout)
            {
                willChange(series: Int(index), bench)
                let verdict = series.detectors[Int(row.detector)].check(
                    at: time,
                    settings: settings
                )
                if !isSuperseded(Int(index), machine) {
                    report(verdict, settings, Int(index), 0, machine, time, bench)
                }
            }
            index = row.next
        }
    }

    /// Whether the characteristic was measured on another product since: then its sensor is not
    /// silent, the machine makes something else.
    private func isSuperseded(_ index: Int, _ machine: Machine) -> Bool {
        let row = series.rows[index]
        var other = machine.firstSeries
        while other >= 0 {
            let candidate = series.rows[Int(other)]
            if candidate.characteristic == row.characteristic,
                (candidate.newest, Int(other)) > (row.newest, index)
            {
                return true
            }
            other = candidate.next
        }
        return false
    }

    private func report(
        _ verdict: Verdict,
        _ settings: DetectorSettings,
        _ index: Int,
        _ number: Int,
        _ machine: Machine,
        _ time: EventTime,
        _ bench: Workbench
    ) {
        if bench.settings.publishesScores, let strongest = verdict.strongest(settings: settings) {
            let found = Anomalous(finding: strongest, series: index, number: number)
            writeAnomaly(.anomalyScores, found, machine, time, bench)
        }
        guard !verdict.reported.isEmpty else { return }
        for detector in Detector.allCases where verdict.reported.contains(detector) {
            let found = Anomalous(
                finding: verdict.finding(detector, settings: settings),
                series: index,
                number: number
            )
            writeAnomaly(.anomalyDetections, found, machine, time, bench)
            if let topic = ruleTopics.anomalies {
                evaluateAnomaly(topic, found, machine, time, bench)
            }
        }
    }
}

/// What a detector found, on its way out.
struct Anomalous {
    var finding: Finding
    /// Index into the series table.
    var series: Int
    /// Which value of the record it is, from 0.
    var number: Int
}
