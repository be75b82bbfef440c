import ProcessControl
import Records

/// A command about the limits of a chart with who gives it.
struct ChartOrder {
    var command: ChartCommand
    var by: String
    var why = ""
    var cause = ""
    /// From which event time limits hold that come of it.
    var effectiveFrom: EventTime
}

extension EquipmentTask {
    /// Carries an order out and says what changed; an error leaves everything as it was.
    func obey(
        _ order: ChartOrder,
        _ place: ChartPlace,
        _ bench: Workbench
    ) throws(LifeCycleError) -> LimitChange {
        var life = lifeForOrders(place, bench)
        var change: LimitChange
        switch order.command {
        case .freeze:
            try life.freeze(
                approver: order.by,
                why: order.why,
                effectiveFrom: order.effectiveFrom
            )
            change = LimitChange(.frozen, versionOf: life)
        case .approve:
            try checkVersion(life, bench)
            try life.approve(
                approver: order.by,
                why: order.why,
                effectiveFrom: order.effectiveFrom
            )
            change = LimitChange(.approved, versionOf: life)
        case .decline: change = try decline(&life, place, bench)
        case .propose:
            // A proposal that has waited is renewed from the points that came since.
            if life.phase == .proposed { try life.decline() }
            if life.phase == .monitoring { try life.report() }
            try propose(&life, place, bench)
            change = LimitChange(.proposed, evidenceOf: life)
        case .exclude, .include: change = try sort(order, &life, bench)
        case .limits: change = try give(order, &life, place, bench)
        case .collect:
            try checkNothingWaits(life, place)
            life.restart()
            series.collectAnew(place)
            change = LimitChange(.collecting, life.phase)
            change.before = life.versions.last
        }
        (change.by, change.why, change.cause) = (order.by, order.why, order.cause)
        series.keep(life, place)
        return change
    }

    /// The life of a chart, begun where nobody decided anything so far.
    func lifeForOrders(_ place: ChartPlace, _ bench: Workbench) -> ChartLife {
        if let life = series.lives[place.row]?[place.unit] { return life }
        let plan = plan(place, bench)
        guard let estimate = series.limits(place) else { return plan.collectingLife }
        return ChartLife(
            collectCount: plan.collectCount,
            family: plan.family,
            monitoring: version(of: place, estimate, .distantPast, plan)
        )
    }

    private func checkNothingWaits(
        _ life: ChartLife,
        _ place: ChartPlace
    ) throws(LifeCycleError) {
        if let last = life.versions.last, last.number > series.limitVersion(place) {
            throw .versionWaits(last.number)
        }
    }

    /// A decision about a version names the one that its author saw.
    private func checkVersion(_ life: ChartLife, _ bench: Workbench) throws(LifeCycleError) {
        guard let said = bench.fields[Slot.ChartCommand.version].int64 else { return }
        let next = Int64(life.versions.last?.number ?? 0) + 1
        guard said == next else { throw .otherVersion(said: Int(said), next: Int(next)) }
    }

    private func decline(
        _ life: inout ChartLife,
        _ place: ChartPlace,
        _ bench: Workbench
    ) throws(LifeCycleError) -> LimitChange {
        try checkVersion(life, bench)
        var change = LimitChange(.declined, evidenceOf: life)
        if life.phase == .suspect {
            change.kind = .dismissed
            try life.dismiss()
        } else {
            try life.decline()
        }
        series.forgetEvidence(place)
        change.phase = life.phase
        return change
    }

    /// A collected point leaves or comes back, named by its number or by the offset of its record.
    private func sort(
        _ order: ChartOrder,
        _ life: inout ChartLife,
        _ bench: Workbench
    ) throws(LifeCycleError) -> LimitChange {
        var number = Int(bench.fields[Slot.ChartCommand.point].int64 ?? 0)
        if number == 0, let offset = bench.fields[Slot.ChartCommand.offset].int64 {
            number = (life.collected.firstIndex { $0.record == offset } ?? -1) + 1
        }
        guard order.command == .exclude else {
            try life.include(number)
            return LimitChange(.included, trialOf: life)
        }
        try life.exclude(number, cause: order.cause)
        return LimitChange(.excluded, trialOf: life)
    }

    private func give(
        _ order: ChartOrder,
        _ life: inout ChartLife,
        _ place: ChartPlace,
        _ bench: Workbench
    ) throws(LifeCycleError) -> LimitChange {
        let plan = plan(place, bench)
        let centre = plan.isAttributes ? Slot.ChartCommand.average : Slot.ChartCommand.mean
        guard let mean = bench.fields[centre].double, let sigma = givenSpread(plan, bench) else {
            throw .noLimits(
                plan.isAttributes
                    ? "say 'average', and on laney-p and laney-u 'sigma_z'."
                    : "say 'mean' and 'sigma' of single values."
            )
        }
        let estimate = LifeEstimate(mean: mean, sigma: sigma, pointCount: 0)
        do { try plan.check(estimate) } catch { throw .noLimits(error.description) }
        return try give(estimate, order, &life, place)
    }

    /// Makes limits that somebody states the next version.
    func give(
        _ estimate: LifeEstimate,
        _ order: ChartOrder,
        _ life: inout ChartLife,
        _ place: ChartPlace
    ) throws(LifeCycleError) -> LimitChange {
        let isCollecting = series.limits(place) == nil
        try life.give(
            estimate,
            approver: order.by,
            why: order.why,
            effectiveFrom: order.effectiveFrom
        )
        // Otherwise the chart might make limits of its own before these hold.
        if isCollecting { series.collectAnew(place) }
        return LimitChange(.given, versionOf: life)
    }

    private func givenSpread(_ plan: ChartPlan, _ bench: Workbench) -> Double? {
        guard let kind = plan.kind.attributes else {
            return bench.fields[Slot.ChartCommand.sigma].double
        }
        guard kind.isLaney else { return 1 }
        return bench.fields[Slot.ChartCommand.sigmaZ].double
    }
}
