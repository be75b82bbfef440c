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
        writer.write(row.chart >= 0 ? profile.chartFingerprint : 0)
        if row.chart >= 0 {
            writer.writeBlock { charts[Int(row.chart)].write(to: &$0) }
        }
        writer.write(row.detector >= 0 ? profile.detectorFingerprint : 0)
        if row.detector >= 0 {
            writer.writeBlock {
                $0.write(detectors[Int(row.detector)])
                if row.hampel >= 0 { $0.write(hampel[Int(row.hampel)]) }
            }
        }
    }

    /// Reads what follows machine, characteristic and product of a series that was just inserted.
    ///
    /// What was written under other settings is read past: as a value of the old design it means
    /// nothing to the new one.
    mutating func read(
        _ index: Int,
        _ profile: CharacteristicProfile,
        from reader: inout StateReader
    ) throws(StateError) {
        rows[index].subgroup = try reader.read()
        rows[index].newest = try reader.readTime()
        let row = rows[index]
        let chartFingerprint: UInt64 = try reader.read()
        if chartFingerprint != 0 {
            if let design = profile.design, chartFingerprint == profile.chartFingerprint {
                try reader.beginBlock()
                charts[Int(row.chart)] = try ChartSlot(design: design, from: &reader)
            } else {
                try reader.skipBlock()
            }
        }
        let detectorFingerprint: UInt64 = try reader.read()
        guard detectorFingerprint != 0 else { return }
        guard row.detector >= 0, detectorFingerprint == profile.detectorFingerprint else {
            return try reader.skipBlock()
        }
        try reader.beginBlock()
        detectors[Int(row.detector)] = try SeriesDetectors(from: &reader)
        if row.hampel >= 0 { hampel[Int(row.hampel)] = try HampelWindow(from: &reader) }
    }
}

extension ChartSlot {
    func write(to writer: inout StateWriter) {
        writer.write(UInt8(position))
        for index in offsets.indices { writer.write(offsets[index]) }
        chart.write(to: &writer)
    }

    /// Reads the slot of a chart with this design.
    init(design: ChartDesign, from reader: inout StateReader) throws(StateError) {
        let position = Int(try reader.read(UInt8.self))
        guard position < Self.offsetCount else { throw reader.invalid("a place of an offset") }
        var offsets = InlineArray<15, Int64>(repeating: -1)
        for index in offsets.indices { offsets[index] = try reader.read() }
        self.init(try ControlChart(design: design, from: &reader))
        self.position = position
        self.offsets = offsets
    }
}
