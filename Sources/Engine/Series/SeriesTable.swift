import Anomaly
import ProcessControl
import Records

/// What was measured where on what: one characteristic of one machine making one product.
struct Series: BitwiseCopyable {
    var machine: Int32
    var characteristic: Int32
    var product: Int32
    /// Index of its characteristic profile on the bench.
    var profile: Int32
    /// Index into `charts`, -1 without a chart.
    var chart: Int32 = -1
    /// Index into `detectors`, -1 when nothing watches it.
    var detector: Int32 = -1
    /// Index into `hampel`, -1 without a Hampel detector.
    var hampel: Int32 = -1
    /// The next series of the same machine, -1 at the end.
    var next: Int32
    /// Hash of the subgroup the unfinished values belong to; 0 when they name none.
    var subgroup: UInt64 = 0
    var newest = EventTime.distantPast
}

/// A chart and where its newest points came from, so that signals can name their pattern.
struct ChartSlot: BitwiseCopyable {
    /// The longest pattern of any rule.
    static let offsetCount = 15

    var chart: ControlChart
    var offsets = InlineArray<15, Int64>(repeating: -1)
    var position = 0

    init(_ chart: ControlChart) { self.chart = chart }

    /// Notes the offset of the record that completed the newest point.
    mutating func note(offset: Int64) {
        position = position + 1 == Self.offsetCount ? 0 : position + 1
        offsets[position] = offset
    }

    /// The offset of the point `age` places before the newest, -1 when there was none.
    func offset(age: Int) -> Int64 {
        offsets[(position - age + Self.offsetCount) % Self.offsetCount]
    }
}

/// Flat tables of everything that is kept per series, reached by index.
///
/// A series costs its row of 56 bytes and what it uses of the other tables. Lookups are open
/// addressing over three small integers; nothing is allocated for a known series.
struct SeriesTable {
    let countLimit: Int
    var rows: [Series] = []
    var charts: [ChartSlot] = []
    var detectors: [SeriesDetectors] = []
    var hampel: [HampelWindow] = []
    private var buckets: [Int32] = Array(repeating: -1, count: 64)

    init(countLimit: Int) { self.countLimit = countLimit }

    /// The index of a series, or nil when it is new.
    func find(machine: Int, characteristic: Int, product: Int) -> Int? {
        var bucket = bucket(machine, characteristic, product)
        while buckets[bucket] >= 0 {
            let index = Int(buckets[bucket])
            if rows[index].machine == machine, rows[index].characteristic == characteristic,
                rows[index].product == product
            {
                return index
            }
            bucket = (bucket + 1) & (buckets.count - 1)
        }
        return nil
    }

    /// Adds a series; nil when the table is full.
    mutating func insert(_ series: Series, profile: CharacteristicProfile) -> Int? {
        guard rows.count < countLimit else { return nil }
        var row = series
        if let design = profile.design {
            row.chart = Int32(charts.count)
            charts.append(ChartSlot(ControlChart(design)))
        }
        if let settings = profile.detectors {
            row.detector = Int32(detectors.count)
            detectors.append(SeriesDetectors())
            if settings.enabled.contains(.hampel) {
                row.hampel = Int32(hampel.count)
                hampel.append(HampelWindow())
            }
        }
        rows.append(row)
        if rows.count * 2 > buckets.count {
            rehash(bucketCount: buckets.count * 2)
        } else {
            place(rows.count - 1)
        }
        return rows.count - 1
    }

    /// Shows a value to the detectors of a series that has some.
    mutating func watch(
        _ index: Int,
        _ value: Double,
        at time: EventTime,
        learn: Bool,
        settings: DetectorSettings
    ) -> Verdict {
        let row = rows[index]
        guard row.hampel >= 0 else {
            return detectors[Int(row.detector)].add(
                value,
                at: time,
                learn: learn,
                settings: settings
            )
        }
        return detectors[Int(row.detector)].add(
            value,
            at: time,
            learn: learn,
            settings: settings,
            window: &hampel[Int(row.hampel)]
        )
    }

    private func bucket(_ machine: Int, _ characteristic: Int, _ product: Int) -> Int {
        let key =
            UInt64(machine) &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(characteristic) << 20
            ^ UInt64(product)
        let mixed = (key ^ (key >> 32)) &* 0xD6E8_FEB8_6659_FD93
        return Int(truncatingIfNeeded: mixed >> 20) & (buckets.count - 1)
    }

    private mutating func place(_ index: Int) {
        let row = rows[index]
        var bucket = bucket(Int(row.machine), Int(row.characteristic), Int(row.product))
        while buckets[bucket] >= 0 { bucket = (bucket + 1) & (buckets.count - 1) }
        buckets[bucket] = Int32(index)
    }

    private mutating func rehash(bucketCount: Int) {
        buckets = Array(repeating: -1, count: bucketCount)
        for index in rows.indices { place(index) }
    }
}
