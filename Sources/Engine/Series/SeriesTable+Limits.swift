import ProcessControl
import Records

/// Which chart of which series.
struct ChartPlace: Hashable {
    /// Row of the series.
    var row: Int
    /// Which of its charts, from 0; those of a further stage follow those of the one before.
    var unit = 0
}

// The limits of any chart, in a slot or in a set, and their lives.
extension SeriesTable {
    /// Adds the charts of a stage to a series that has no slot, with their lives where somebody has to
    /// freeze limits.
    mutating func beginStage(_ row: Int, _ profile: CharacteristicProfile) {
        guard let set = rows[row].chartSet else { return }
        for plan in profile.plans {
            chartSets[set].append(ChartUnit(plan))
            guard plan.settings.isFrozenByHand else { continue }
            let place = ChartPlace(row: row, unit: chartSets[set].count - 1)
            keep(plan.collectingLife, place)
        }
    }

    /// Limits in force; nil while there are none.
    func limits(_ place: ChartPlace) -> LifeEstimate? {
        guard let set = rows[place.row].chartSet else {
            return charts[Int(rows[place.row].chart)].chart.limitsInForce
        }
        return chartSets[set][place.unit].limits
    }

    /// Version of the limits in force, or of the last ones.
    func limitVersion(_ place: ChartPlace) -> UInt32 {
        guard let set = rows[place.row].chartSet else {
            return charts[Int(rows[place.row].chart)].chart.limitVersion
        }
        return chartSets[set][place.unit].limitVersion
    }

    /// What speaks against the limits in force.
    func watch(_ place: ChartPlace) -> LimitWatch {
        guard let set = rows[place.row].chartSet else {
            return charts[Int(rows[place.row].chart)].watch
        }
        return chartSets[set][place.unit].watch
    }

    /// Lets watching begin anew under the limits in force.
    mutating func forgetEvidence(_ place: ChartPlace) {
        let fresh = LimitWatch(referenceCount: Int(watch(place).referenceCount))
        if let set = rows[place.row].chartSet {
            chartSets[set][place.unit].watch = fresh
        } else {
            charts[Int(rows[place.row].chart)].watch = fresh
        }
    }

    /// Judges by new limits from the next point on.
    mutating func take(_ estimate: LifeEstimate, _ place: ChartPlace, _ plan: ChartPlan) {
        if let set = rows[place.row].chartSet {
            return chartSets[set][place.unit].take(estimate, plan)
        }
        let slot = Int(rows[place.row].chart)
        charts[slot].chart.take(estimate)
        charts[slot].watch = LimitWatch(referenceCount: estimate.pointCount)
    }

    /// Judges no more until somebody gives limits.
    mutating func collectAnew(_ place: ChartPlace) {
        if let set = rows[place.row].chartSet { return chartSets[set][place.unit].collectAnew() }
        charts[Int(rows[place.row].chart)].chart.collectAnew()
    }

    /// Points until a chart would make limits of its own.
    func collectionRemaining(_ place: ChartPlace) -> Int {
        guard let set = rows[place.row].chartSet else {
            return charts[Int(rows[place.row].chart)].chart.collectionRemaining
        }
        return chartSets[set][place.unit].base?.collectionRemaining ?? .max
    }

    /// Whether a life of its limits is kept.
    func hasLife(_ place: ChartPlace) -> Bool {
        guard let set = rows[place.row].chartSet else {
            return charts[Int(rows[place.row].chart)].hasLife
        }
        return chartSets[set][place.unit].hasLife
    }

    /// Keeps the life of a chart's limits.
    mutating func keep(_ life: ChartLife, _ place: ChartPlace) {
        lives[place.row, default: [:]][place.unit] = life
        if let set = rows[place.row].chartSet {
            chartSets[set][place.unit].hasLife = true
        } else {
            charts[Int(rows[place.row].chart)].hasLife = true
        }
    }

    /// Writes the limits that the plant file states for the charts of a series, so that a reader with
    /// another file sees which are new.
    func writeGivenLimits(_ profile: CharacteristicProfile, to writer: inout StateWriter) {
        for unit in 0..<profile.chartCount {
            let given = profile.plan(unit).settings.givenLimits
            writer.write(given ?? LifeEstimate(mean: 0, sigma: 0, pointCount: 0))
        }
    }

    /// Reads what `writeGivenLimits` wrote; the limits of the present file that differ from it.
    func readGivenLimits(
        _ profile: CharacteristicProfile,
        from reader: inout StateReader
    ) throws(StateError) -> [(unit: Int, limits: LifeEstimate)] {
        var changed: [(unit: Int, limits: LifeEstimate)] = []
        for unit in 0..<profile.chartCount {
            let before = try LifeEstimate(from: &reader)
            guard let now = profile.plan(unit).settings.givenLimits, now != before else { continue }
            changed.append((unit, now))
        }
        return changed
    }

    func writeLives(_ row: Int, to writer: inout StateWriter) {
        let kept = (lives[row] ?? [:]).sorted { $0.key < $1.key }
        writer.write(count: kept.count)
        for (unit, life) in kept {
            writer.write(Int32(unit))
            life.write(to: &writer)
        }
    }

    mutating func readLives(
        _ row: Int,
        _ profile: CharacteristicProfile,
        from reader: inout StateReader
    ) throws(StateError) {
        let unitCount = rows[row].chartSet.map { chartSets[$0].count } ?? 1
        for _ in 0..<(try reader.readCount(limit: unitCount, elementByteCount: 60)) {
            let unit = try reader.readIndex(below: unitCount)
            let plan = profile.plan(unit)
            let life = try ChartLife(
                collectCount: plan.collectCount,
                family: plan.family,
                from: &reader
            )
            keep(life, ChartPlace(row: row, unit: unit))
        }
    }
}
