import ProcessControl
import Records

// The life of limits as points come: versions that fall due, collection, suspicion, proposals. Limits
// change when a version's time has come, and in no other way.
extension EquipmentTask {
    /// Points after the change that a proposal which nobody asked for rests on at least.
    static var proposalCount: Int { 20 }
    /// Who approves limits that a chart estimates by itself, and those of the plant file.
    static var plantFile: String { "plant.yaml" }

    /// Lets versions whose time has come take effect, before a point of this time is plotted. False for
    /// a point that is older than the limits in force: they say nothing about it, and it is left out.
    func applyDueLimits(
        _ place: ChartPlace,
        _ machine: Machine,
        _ time: EventTime,
        _ bench: Workbench
    ) -> Bool {
        guard let life = series.lives[place.row]?[place.unit] else { return true }
        let plan = plan(place, bench)
        var number = series.limitVersion(place)
        while let next = life.versions.first(where: { $0.number == number + 1 }),
            next.effectiveFrom <= time
        {
            let before = life.versions.first { $0.number == number }
            series.take(next.estimate, place, plan)
            number += 1
            var change = LimitChange(.effective, life.phase)
            change.version = next
            change.estimate = next.estimate
            change.before = before
            change.by = next.approver
            writeLimits(change, place, machine, time, bench)
        }
        let inForce = life.versions.first { $0.number == number }
        return inForce.map { $0.effectiveFrom <= time } ?? true
    }

    /// Looks at the limits of a chart after a point, when something about them may have changed.
    func careForLimits(
        _ place: ChartPlace,
        _ point: PointVerdict,
        size: Double,
        _ machine: Machine,
        _ time: EventTime,
        _ bench: Workbench
    ) {
        let plan = plan(place, bench)
        if let life = series.lives[place.row]?[place.unit] {
            if point.outcome == .collecting {
                collect(point, size, life, place, machine, time, bench)
            } else {
                follow(life, place, machine, time, bench)
            }
            return
        }
        guard let estimate = series.limits(place) else { return }
        if point.outcome == .collecting || point.pointNumber == 1 {
            // The chart began to judge: by its own estimate, or by what the plant file says.
            let life = ChartLife(
                collectCount: plan.collectCount,
                family: plan.family,
                monitoring: version(of: place, estimate, time, plan)
            )
            let kind: LimitChange.Kind = point.outcome == .collecting ? .frozen : .given
            writeLimits(LimitChange(kind, versionOf: life), place, machine, time, bench)
        }
        guard series.watch(place).hasGrounds, estimate.sigma > 0 else { return }
        let version = version(of: place, estimate, .distantPast, plan)
        let life = ChartLife(
            collectCount: plan.collectCount,
            family: plan.family,
            monitoring: version
        )
        follow(life, place, machine, time, bench)
    }

    /// The limits in force of a chart about which nobody has decided anything.
    func version(
        of place: ChartPlace,
        _ estimate: LifeEstimate,
        _ time: EventTime,
        _ plan: ChartPlan
    ) -> LimitVersion {
        var estimate = estimate
        estimate.pointCount = plan.referenceCount
        return LimitVersion(
            number: series.limitVersion(place),
            estimate: estimate,
            effectiveFrom: time,
            approver: Self.plantFile
        )
    }

    func plan(_ place: ChartPlace, _ bench: Workbench) -> ChartPlan {
        bench.profiles[Int(series.rows[place.row].profile)].plan(place.unit)
    }

    /// A point of a chart that has no limits.
    private func collect(
        _ point: PointVerdict,
        _ size: Double,
        _ life: ChartLife,
        _ place: ChartPlace,
        _ machine: Machine,
        _ time: EventTime,
        _ bench: Workbench
    ) {
        if series.collectionRemaining(place) < 2 { series.collectAnew(place) }
        let plan = plan(place, bench)
        let isRate = plan.isAttributes && !plan.isCount
        var collected = LifePoint(
            size: size,
            // A count was divided by what was inspected; it is a whole number.
            value: isRate ? (point.statistic * size).rounded() : point.statistic,
            dispersion: plan.isAttributes || point.dispersion.isNaN ? 0 : point.dispersion
        )
        collected.time = time
        collected.record = bench.origin.offset
        var life = life
        let before = life.phase
        guard life.collect(collected) else { return }
        series.keep(life, place)
        guard before == .collecting, life.phase == .trial else { return }
        writeLimits(LimitChange(.trial, trialOf: life), place, machine, time, bench)
    }

    /// A point that was judged: what the watch makes of it.
    private func follow(
        _ life: ChartLife,
        _ place: ChartPlace,
        _ machine: Machine,
        _ time: EventTime,
        _ bench: Workbench
    ) {
        // Until an approved version holds, evidence against the old one is no news.
        guard life.versions.last?.number == series.limitVersion(place) else { return }
        var life = life
        let watch = series.watch(place)
        if life.phase == .monitoring, watch.hasGrounds {
            try? life.suspect(watch.evidence)
            writeLimits(LimitChange(.suspected, evidenceOf: life), place, machine, time, bench)
        } else if life.phase == .suspect {
            if life.calm(watch.hasGrounds) {
                series.forgetEvidence(place)
                var change = LimitChange(.dismissed, evidenceOf: life)
                change.why = "\(ChartLife.calmMax) points without evidence"
                writeLimits(change, place, machine, time, bench)
            } else if watch.hasGrounds, watch.pointsSinceChange >= Self.proposalCount,
                (try? propose(&life, place, bench)) != nil
            {
                writeLimits(LimitChange(.proposed, evidenceOf: life), place, machine, time, bench)
            }
        } else {
            return
        }
        series.keep(life, place)
    }

    /// Proposes limits from the points since the change.
    func propose(
        _ life: inout ChartLife,
        _ place: ChartPlace,
        _ bench: Workbench
    ) throws(LifeCycleError) {
        guard let now = series.limits(place) else {
            throw .noLimits("the chart has none to compare with.")
        }
        let plan = plan(place, bench)
        let watch = series.watch(place)
        var estimate = try watch.estimate(centre: now.mean * plan.scale, sigma: now.sigma)
        estimate.mean /= plan.scale
        _ = try life.propose(estimate, evidence: watch.evidence)
    }
}
