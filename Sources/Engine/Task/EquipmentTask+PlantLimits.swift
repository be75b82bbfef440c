import PlantModel
import ProcessControl
import Records

/// A newly read plant file as far as limits go: from when on they hold, and who says so.
public struct PlantLimits: Sendable {
    var plant: Plant
    /// What the file calls itself.
    var version: String
    /// `distantPast`: for the points to come of every chart.
    var effectiveFrom: EventTime
    var by: String
    var why: String

    /// Limits of a plant file that was checked.
    public init(
        plant: Plant,
        version: String,
        effectiveFrom: EventTime,
        by: String,
        why: String
    ) {
        self.plant = plant
        self.version = version
        self.effectiveFrom = effectiveFrom
        self.by = by
        self.why = why
    }
}

extension EquipmentTask {
    /// Takes the limits of a newly read plant file, at the place in the task's order where it becomes
    /// known or falls due.
    ///
    /// Where a chart is the same but for stated limits (mean and sigma, average and sigma_z), those become
    /// a new version that holds from `effectiveFrom` on; the chart, its counters and everything else of
    /// the series stay as they are until then. A version that starts before the one in force holds from
    /// the millisecond after that one's beginning. Specification limits hold for windows and stages of
    /// capability that begin after this call. A chart with another design, and one whose limits are
    /// estimated in one of the files, is left alone and named in the log: it changes with the next start.
    /// O(series of the task).
    func takeLimits(_ limits: PlantLimits, _ bench: Workbench) {
        for row in series.rows.indices where series.rows[row].machine >= 0 {
            guard let machine = machines[Int(series.rows[row].machine)] else { continue }
            let name = characteristics.name(Int(series.rows[row].characteristic))
            let old = bench.profiles[Int(series.rows[row].profile)]
            let new =
                limits.plant.characteristic(named: name, at: machine.name)
                ?? limits.plant.learnedSettings(named: name)
            noteOtherDesign(old.settings, new, machine, name, bench)
            guard let settings = old.settings.taking(limitsOf: new) else { continue }
            willChange(series: row, bench)
            let profile = bench.profile(for: settings)
            series.rows[row].profile = Int32(profile)
            for unit in 0..<bench.profiles[profile].chartCount {
                let given = bench.profiles[profile].plan(unit).settings.givenLimits
                guard let given, given != old.plan(unit).settings.givenLimits else { continue }
                takeLimits(given, limits, ChartPlace(row: row, unit: unit), machine, bench)
            }
        }
    }

    /// Makes stated limits the next version of a chart.
    func takeLimits(
        _ given: LifeEstimate,
        _ limits: PlantLimits,
        _ place: ChartPlace,
        _ machine: Machine,
        _ bench: Workbench
    ) {
        var life = lifeForOrders(place, bench)
        var order = ChartOrder(
            command: .limits,
            by: limits.by,
            why: limits.why,
            effectiveFrom: limits.effectiveFrom
        )
        if order.effectiveFrom == .distantPast {
            let newest = series.rows[place.row].newest
            order.effectiveFrom = (newest == .distantPast ? newestTime : newest)
                .advanced(byNanoseconds: Nanoseconds.millisecond)
        }
        if let last = life.versions.last, last.effectiveFrom >= order.effectiveFrom {
            order.effectiveFrom = last.effectiveFrom.advanced(
                byNanoseconds: Nanoseconds.millisecond
            )
        }
        do {
            let change = try give(given, order, &life, place)
            series.keep(life, place)
            let time = max(series.rows[place.row].newest, machine.progress)
            writePlantLimits(change, place, machine, time, bench)
        } catch {
            bench.note("Limits of the plant file \(limits.version) at \(machine.name): \(error)")
        }
    }

    /// Makes limits that the plant file states since the state was written the next version of a chart,
    /// for the points to come. The record of it comes with the first of them.
    func restoreLimits(_ given: LifeEstimate, _ place: ChartPlace, _ bench: Workbench) {
        var life = lifeForOrders(place, bench)
        let last = life.versions.last?.effectiveFrom ?? .distantPast
        let newest = max(last, series.rows[place.row].newest)
        let order = ChartOrder(
            command: .limits,
            by: Self.plantFile,
            why: "another plant file at the start",
            effectiveFrom: newest.advanced(byNanoseconds: Nanoseconds.millisecond)
        )
        guard (try? give(given, order, &life, place)) != nil else { return }
        series.keep(life, place)
    }

    private func noteOtherDesign(
        _ old: CharacteristicSettings,
        _ new: CharacteristicSettings,
        _ machine: Machine,
        _ name: String,
        _ bench: Workbench
    ) {
        guard old.charts.map(\.withoutGivenLimits) != new.charts.map(\.withoutGivenLimits) else {
            return
        }
        bench.note(
            "The charts of '\(name)' at '\(machine.name)' have another design in the new plant file; they "
                + "change with the next start."
        )
    }
}
