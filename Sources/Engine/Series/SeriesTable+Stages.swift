import ProcessControl
import Records

extension SeriesTable {
    /// Goes over to a stage of a series and answers the first unit of its charts. Run rules, averages and
    /// sums start anew whenever the stage is another one than before. O(stages of the series).
    mutating func enterStage(
        _ row: Int,
        _ name: String,
        _ profile: CharacteristicProfile
    ) -> Int {
        guard let set = rows[row].chartSet else { return 0 }
        let shares = profile.settings.stagesShareLimits
        guard var known = stages[row] else {
            stages[row] = SeriesStages(name)
            return 0
        }
        let entry = known.enter(name, sharesLimits: shares)
        stages[row] = known
        let first = shares ? 0 : known.current * profile.plans.count
        switch entry {
        case .same: break
        case .known:
            for unit in first..<(first + profile.plans.count) { chartSets[set][unit].breakRuns() }
        case .added: beginStage(row, profile)
        case .replaced: replaceStage(row, first, profile)
        }
        return first
    }

    /// The name of the stage that a unit belongs to; nil where stages are not told apart.
    func stageName(_ row: Int, unit: Int, _ profile: CharacteristicProfile) -> String? {
        guard let known = stages[row] else { return nil }
        let number = profile.settings.stagesShareLimits ? 0 : unit / max(1, profile.plans.count)
        return known.names.indices.contains(number) ? known.names[number] : nil
    }

    private mutating func replaceStage(
        _ row: Int,
        _ first: Int,
        _ profile: CharacteristicProfile
    ) {
        guard let set = rows[row].chartSet else { return }
        for (index, plan) in profile.plans.enumerated() {
            let place = ChartPlace(row: row, unit: first + index)
            lives[row]?[place.unit] = nil
            chartSets[set][place.unit] = ChartUnit(plan)
            if plan.settings.isFrozenByHand { keep(plan.collectingLife, place) }
        }
    }
}
