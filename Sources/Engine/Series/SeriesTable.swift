import Anomaly
import ProcessControl
import Records

/// What was measured where on what: one characteristic of one machine making one product.
struct Series: BitwiseCopyable {
    /// -1 for a row that nobody uses.
    var machine: Int32
    var characteristic: Int32
    var product: Int32
    /// Index of its characteristic profile on the bench.
    var profile: Int32
    /// Index into `charts`; -1 without a chart, -2 and below for one of `chartSets`.
    var chart: Int32 = -1
    /// Index into `detectors`, -1 when nothing watches it.
    var detector: Int32 = -1
    /// Index into `hampel`, -1 without a Hampel detector.
    var hampel: Int32 = -1
    /// The next series of the same machine, which has a lower index; -1 at the end.
    var next: Int32 = -1
    /// Hash of the subgroup the unfinished values belong to; 0 when they name none.
    var subgroup: UInt64 = 0
    var newest = EventTime.distantPast

    /// Index into `chartSets`; nil without one.
    var chartSet: Int? { chart <= -2 ? Int(-2 - chart) : nil }
}

/// A chart and where its newest points came from, so that signals can name their pattern.
struct ChartSlot: BitwiseCopyable {
    var chart: ControlChart
    var offsets = NewestOffsets()
    /// What speaks against its limits.
    var watch: LimitWatch
    /// Whether the series table keeps a life of its limits.
    var hasLife = false

    init(_ chart: ControlChart, referenceCount: Int) {
        self.chart = chart
        watch = LimitWatch(referenceCount: referenceCount)
    }
}

/// Flat tables of everything that is kept per series, reached by index.
///
/// A series costs its row of 48 bytes and what it uses of the other tables, 608 for a plain chart. Lookups
/// are open addressing over three small integers; nothing is allocated for a known series. A row that a
/// series left goes to the next new one, the lowest first. The series of a machine hang together, the
/// highest index first.
struct SeriesTable {
    let countLimit: Int
    var rows: [Series] = []
    var charts: [ChartSlot] = []
    /// The charts of series that need more than a slot.
    var chartSets: [[ChartUnit]] = []
    var detectors: [SeriesDetectors] = []
    var hampel: [HampelWindow] = []
    /// Studies of capability by row, for the few series that have one.
    var studies: [Int: CapabilityStudy] = [:]
    /// Lives of limits by row and unit, for the charts that somebody decided about or that are suspect.
    var lives: [Int: [Int: ChartLife]] = [:]
    /// Stages by row, for series whose charts tell them apart.
    var stages: [Int: SeriesStages] = [:]
    private var index = ProbeIndex()
    private var vacancies = Vacancies()
    // Places in the tables above that nobody uses; which of them is used next changes nothing.
    private var freeCharts: [Int32] = []
    private var freeChartSets: [Int32] = []
    private var freeDetectors: [Int32] = []
    private var freeHampel: [Int32] = []

    init(countLimit: Int) { self.countLimit = countLimit }

    /// How many series there are.
    var count: Int { rows.count - vacancies.count }

    /// The row that the next series gets.
    var nextRow: Int { vacancies.first ?? rows.count }

    /// The index of a series, or nil when it is new.
    func find(machine: Int, characteristic: Int, product: Int) -> Int? {
        index.find(Self.hash(machine, characteristic, product)) { row in
            rows[row].machine == machine && rows[row].characteristic == characteristic
                && rows[row].product == product
        }
    }

    /// Adds a series of a machine; nil when the table is full.
    mutating func insert(
        _ series: Series,
        of machine: Machine,
        profile: CharacteristicProfile
    ) -> Int? {
        guard count < countLimit else { return nil }
        let row = vacancies.take() ?? rows.count
        if row == rows.count { rows.append(series) }
        fill(row, series, machine, profile)
        return row
    }

    /// Adds a series of a machine behind all other rows, for a table that is built as another one was;
    /// nil when the table is full.
    mutating func append(
        _ series: Series,
        of machine: Machine,
        profile: CharacteristicProfile
    ) -> Int? {
        guard count < countLimit else { return nil }
        rows.append(series)
        fill(rows.count - 1, series, machine, profile)
        return rows.count - 1
    }

    /// Leaves the next row behind all others vacant.
    mutating func appendVacancy() {
        vacancies.insert(rows.count)
        rows.append(Self.vacant)
    }

    /// Forgets a series of a machine.
    mutating func remove(_ row: Int, of machine: Machine) {
        unlink(row, machine)
        Self.remove(row, &index, rows)
        let series = rows[row]
        if series.chart >= 0 { freeCharts.append(series.chart) }
        if let set = series.chartSet {
            chartSets[set] = []
            freeChartSets.append(Int32(set))
        }
        if series.detector >= 0 { freeDetectors.append(series.detector) }
        if series.hampel >= 0 { freeHampel.append(series.hampel) }
        studies[row] = nil
        lives[row] = nil
        stages[row] = nil
        rows[row] = Self.vacant
        vacancies.insert(row)
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

    private static let vacant = Series(machine: -1, characteristic: 0, product: 0, profile: 0)

    private mutating func fill(
        _ row: Int,
        _ series: Series,
        _ machine: Machine,
        _ profile: CharacteristicProfile
    ) {
        rows[row] = series
        if let design = profile.design, let plan = profile.plain {
            let slot = ChartSlot(ControlChart(design), referenceCount: plan.referenceCount)
            rows[row].chart = Self.put(slot, &charts, &freeCharts)
        }
        if !profile.plans.isEmpty {
            rows[row].chart = -2 - Self.put([], &chartSets, &freeChartSets)
            beginStage(row, profile)
        }
        if let settings = profile.detectors {
            rows[row].detector = Self.put(SeriesDetectors(), &detectors, &freeDetectors)
            if settings.enabled.contains(.hampel) {
                rows[row].hampel = Self.put(HampelWindow(), &hampel, &freeHampel)
            }
        }
        link(row, machine)
        Self.insert(row, &index, rows)
    }

    private static func insert(_ row: Int, _ index: inout ProbeIndex, _ rows: [Series]) {
        index.insert(row) { hash(of: rows[$0]) }
    }

    private static func remove(_ row: Int, _ index: inout ProbeIndex, _ rows: [Series]) {
        index.remove(row) { hash(of: rows[$0]) }
    }

    private static func put<T>(_ value: T, _ table: inout [T], _ free: inout [Int32]) -> Int32 {
        guard let place = free.popLast() else {
            table.append(value)
            return Int32(table.count - 1)
        }
        table[Int(place)] = value
        return place
    }

    private mutating func link(_ row: Int, _ machine: Machine) {
        let before = last(of: machine, above: row)
        rows[row].next = before < 0 ? machine.firstSeries : rows[Int(before)].next
        if before < 0 {
            machine.firstSeries = Int32(row)
        } else {
            rows[Int(before)].next = Int32(row)
        }
    }

    private mutating func unlink(_ row: Int, _ machine: Machine) {
        let before = last(of: machine, above: row)
        let next = rows[row].next
        if before < 0 { machine.firstSeries = next } else { rows[Int(before)].next = next }
    }

    /// The lowest series of a machine that is above a row, -1 when there is none.
    private func last(of machine: Machine, above row: Int) -> Int32 {
        var before: Int32 = -1
        var next = machine.firstSeries
        while next > Int32(row) {
            before = next
            next = rows[Int(next)].next
        }
        return before
    }

    private static func hash(of series: Series) -> UInt64 {
        hash(Int(series.machine), Int(series.characteristic), Int(series.product))
    }

    private static func hash(_ machine: Int, _ characteristic: Int, _ product: Int) -> UInt64 {
        let key =
            UInt64(machine) &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(characteristic) << 20
            ^ UInt64(product)
        return ((key ^ (key >> 32)) &* 0xD6E8_FEB8_6659_FD93) >> 20
    }
}
