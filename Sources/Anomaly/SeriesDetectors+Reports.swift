// Turns "fires at this reading" into "report this now": one anomaly, one report.
extension SeriesDetectors {
    mutating func report(_ verdict: inout Verdict, _ settings: DetectorSettings) {
        // The usual case: nothing fires and nothing is open.
        if verdict.firing.union(held).isEmpty { return }
        for detector in Detector.allCases where verdict.judged.contains(detector) {
            let index = Int(detector.rawValue)
            if verdict.firing.contains(detector) {
                let isNew = !held.contains(detector)
                quiet[index] = 0
                if since[index] < .max { since[index] += 1 }
                let isLasting = settings.repeatCount > 0 && since[index] >= settings.repeatCount
                guard isNew || isLasting else { continue }
                held.set(detector, true)
                since[index] = 0
                verdict.reported.set(detector, true)
            } else if held.contains(detector), verdict.point != .late {
                if since[index] < .max { since[index] += 1 }
                quiet[index] += 1
                guard quiet[index] >= settings.quietCount else { continue }
                held.set(detector, false)
                quiet[index] = 0
                verdict.cleared.set(detector, true)
            }
        }
    }
}
