import Anomaly
import ProcessControl
import Records

extension SeriesTable {
    /// Writes what follows machine, characteristic and product of a series: what its chart and detectors
    /// know. Fingerprints say for which settings that holds; 0 means that there is none.
    func write(_ index: Int, _ profile: CharacteristicProfile, to writer: inout StateWriter) {
        let row = rows[index]
        writer.write(row.subgroup)
        writer.write(row.newest)
        writer.write(row.chart != -1 ? profile.chartFingerprint : 0)
        if row.chart >= 0 {
            writer.writeBlock {
                writeGivenLimits(profile, to: &$0)
                charts[Int(row.chart)].write(to: &$0)
                writeLives(index, to: &$0)
            }
        } else if let set = row.chartSet {
            writer.writeBlock {
                writeGivenLimits(profile, to: &$0)
                $0.write(stages[index] != nil)
                if let known = stages[index] { $0.write(known) }
                for unit in chartSets[set] { unit.write(to: &$0) }
                writeLives(index, to: &$0)
            }
        }
        writer.write(row.detector >= 0 ? profile.detectorFingerprint : 0)
        if row.detector >= 0 {
            writer.writeBlock {
                $0.write(detectors[Int(row.detector)])
                if row.hampel >= 0 { $0.write(hampel[Int(row.hampel)]) }
            }
        }
        let study = studies[index]
        writer.write(study == nil ? 0 : profile.capabilityFingerprint)
        if let study { writer.writeBlock { study.write(to: &$0) } }
    }

    /// Reads what follows machine, characteristic and product of a series that was just inserted.
    ///
    /// What was written under other settings is read past: as a value of the old design it means
    /// nothing to the new one. Answers the stated limits of charts that the plant file has changed.
    mutating func read(
        _ index: Int,
        _ profile: CharacteristicProfile,
        from reader: inout StateReader
    ) throws(StateError) -> [(unit: Int, limits: LifeEstimate)] {
        var changed: [(unit: Int, limits: LifeEstimate)] = []
        rows[index].subgroup = try reader.read()
        rows[index].newest = try reader.readTime()
        let row = rows[index]
        let chartFingerprint: UInt64 = try reader.read()
        if chartFingerprint != 0 {
            if chartFingerprint == profile.chartFingerprint {
                try reader.beginBlock()
                changed = try readGivenLimits(profile, from: &reader)
                try readCharts(index, profile, from: &reader)
                try readLives(index, profile, from: &reader)
            } else {
                try reader.skipBlock()
            }
        }
        try readDetectors(row, profile, from: &reader)
        let studyFingerprint: UInt64 = try reader.read()
        guard studyFingerprint != 0 else { return changed }
        guard let plan = profile.capability, studyFingerprint == profile.capabilityFingerprint
        else {
            try reader.skipBlock()
            return changed
        }
        try reader.beginBlock()
        studies[index] = try CapabilityStudy(plan, from: &reader)
        return changed
    }
}

extension SeriesTable {
    private mutating func readDetectors(
        _ row: Series,
        _ profile: CharacteristicProfile,
        from reader: inout StateReader
    ) throws(StateError) {
        let fingerprint: UInt64 = try reader.read()
        guard fingerprint != 0 else { return }
        guard row.detector >= 0, fingerprint == profile.detectorFingerprint else {
            return try reader.skipBlock()
        }
        try reader.beginBlock()
        detectors[Int(row.detector)] = try SeriesDetectors(from: &reader)
        if row.hampel >= 0 { hampel[Int(row.hampel)] = try HampelWindow(from: &reader) }
    }

    private mutating func readCharts(
        _ index: Int,
        _ profile: CharacteristicProfile,
        from reader: inout StateReader
    ) throws(StateError) {
        let row = rows[index]
        if let design = profile.design {
            charts[Int(row.chart)] = try ChartSlot(design: design, from: &reader)
        } else if let set = row.chartSet {
            stages[index] = try reader.readBool() ? try SeriesStages(from: &reader) : nil
            let shares = profile.settings.stagesShareLimits
            let count = shares ? 1 : stages[index]?.names.count ?? 1
            chartSets[set] = []
            for unit in 0..<(count * profile.plans.count) {
                chartSets[set].append(try ChartUnit(profile.plan(unit), from: &reader))
            }
        } else {
            throw reader.invalid("charts of a series that has none")
        }
    }
}

extension ChartSlot {
    func write(to writer: inout StateWriter) {
        offsets.write(to: &writer)
        writer.write(watch)
        chart.write(to: &writer)
    }

    /// Reads the slot of a chart with this design.
    init(design: ChartDesign, from reader: inout StateReader) throws(StateError) {
        offsets = try NewestOffsets(from: &reader)
        watch = try LimitWatch(from: &reader)
        chart = try ControlChart(design: design, from: &reader)
    }
}
