// Turns "fires at this reading" into "report this now": one anomaly, one report.
extension SeriesDetectors {
    mutating func report(_ verdict: inout Verdict, _ settings: DetectorSettings) {
        // Only what fires or is open; as a rule that is nothing.
        var remaining = verdict.firing.union(held).intersection(verdict.judged).rawValue
        while remaining != 0 {
            let index = remaining.trailingZeroBitCount
            let bit = DetectorMask(rawValue: 1 << UInt8(index))
            remaining &= remaining - 1
            if verdict.firing.isSuperset(of: bit) {
                let isNew = held.isDisjoint(with: bit)
                quiet[index] = 0
                if since[index] < .max { since[index] += 1 }
                let isLasting = settings.repeatCount > 0 && since[index] >= settings.repeatCount
                guard isNew || isLasting else { continue }
                held.formUnion(bit)
                since[index] = 0
                verdict.reported.formUnion(bit)
            } else if verdict.point != .late {
                if since[index] < .max { since[index] += 1 }
                quiet[index] += 1
                guard quiet[index] >= settings.quietCount else { continue }
                held.subtract(bit)
                quiet[index] = 0
                verdict.cleared.formUnion(bit)
            }
        }
    }
}
