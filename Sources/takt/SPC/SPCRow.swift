import ProcessControl

/// A verdict on its way into the report.
struct SPCRow {
    let verdict: SPCVerdict

    /// The point of the report; `start` is how many points other stages had before.
    func point(_ label: String, _ stage: Int, start: Int, _ set: RunRuleSet) -> SPCPoint {
        switch verdict {
        case .point(let verdict): shewhart(verdict, label, stage, start)
        case .sums(let verdict): sums(verdict, label, stage, start)
        }
    }

    private func shewhart(
        _ verdict: PointVerdict,
        _ label: String,
        _ stage: Int,
        _ start: Int
    ) -> SPCPoint {
        var point = SPCPoint(
            label: label,
            stage: stage,
            statistic: verdict.statistic,
            centre: verdict.centre,
            lcl: verdict.lcl,
            ucl: verdict.ucl
        )
        point.z = verdict.z
        point.dispersion = verdict.dispersion
        point.dispersionCentre = verdict.dispersionCentre
        point.dispersionLCL = verdict.dispersionLCLActive ? verdict.dispersionLCL : .nan
        point.dispersionUCL = verdict.dispersionUCL
        point.isDispersionSignal = verdict.dispersionViolated
        point.isDegenerate = verdict.outcome == .degenerate
        point.rules = verdict.rules.members.map { rule in
            let members = max(verdict.members(of: rule), 1)
            let ages = (0..<16).filter { members & (1 << UInt16($0)) != 0 }
            return (rule.code, ages.reversed().map { start + verdict.pointNumber - $0 })
        }
        return point
    }

    private func sums(
        _ verdict: CUSUMVerdict,
        _ label: String,
        _ stage: Int,
        _ start: Int
    ) -> SPCPoint {
        var point = SPCPoint(
            label: label,
            stage: stage,
            statistic: verdict.upper.sum,
            centre: 0,
            lcl: -verdict.interval,
            ucl: verdict.interval
        )
        point.other = -verdict.lower.sum
        point.z = verdict.z
        for (side, code) in [(verdict.upper, "C+"), (verdict.lower, "C-")] where side.isSignal {
            let last = start + verdict.pointNumber
            point.rules.append((code, Array(last - side.runLength + 1...last)))
        }
        return point
    }
}
