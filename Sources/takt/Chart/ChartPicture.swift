import PlantModel
import ProcessControl
import Records

/// What is drawn, whatever it is drawn with: titles, two panels, the signals.
struct ChartPicture {
    /// One chart of the pair: a statistic with its limits.
    struct Panel {
        let title: String
        let values: [Double]
        let centres: [Double]
        let lowers: [Double]
        let uppers: [Double]
        /// What marks a point that signals: the number of its lowest rule, or R; empty for the others.
        let marks: [String]
        /// A range has its zero in the picture; a value has not.
        var hasZero = false

        /// A figure of this panel with the digits that matter here.
        func figure(_ value: Double) -> String {
            NumberText.short(value, spread: range.upperBound - range.lowerBound)
        }

        /// Least and greatest of everything that is drawn, never the same.
        var range: ClosedRange<Double> {
            let all = (values + centres + lowers + uppers).filter(\.isFinite)
            let low = all.min() ?? 0
            let high = all.max() ?? 1
            let margin = high > low ? (high - low) * 0.06 : max(abs(high) * 0.01, 0.5)
            return (hasZero && low >= 0 ? 0 : low - margin)...(high + margin)
        }
    }

    let title: String
    let subtitle: String
    let times: [EventTime]
    let location: Panel
    let dispersion: Panel
    /// A sentence for each kind of signal among the points shown.
    let signals: [String]

    init(
        series: ChartSeries,
        settings: CharacteristicSettings,
        equipment: String,
        product: String,
        pointCount: Int
    ) {
        let rows = Array(series.rows.suffix(pointCount))
        let unit = settings.unit.map { " [\($0)]" } ?? ""
        let ofProduct = product.isEmpty ? "" : ", product \(product)"
        title = "\(settings.name)\(unit) at \(equipment)\(ofProduct)"
        subtitle = Self.subtitle(series, shown: rows.count)
        times = rows.map(\.time)
        let verdicts = rows.map(\.verdict)
        let isIndividuals = series.kind == .individualsMovingRange
        location = Panel(
            title: isIndividuals ? "value" : "mean of \(series.subgroupSize)",
            values: verdicts.map(\.statistic),
            centres: verdicts.map(\.centre),
            lowers: verdicts.map(\.lcl),
            uppers: verdicts.map(\.ucl),
            marks: verdicts.map { $0.rules.lowest.map(Self.mark) ?? "" }
        )
        dispersion = Panel(
            title: isIndividuals ? "moving range" : "range",
            values: verdicts.map(\.dispersion),
            centres: verdicts.map(\.dispersionCentre),
            lowers: verdicts.map { $0.dispersionLCLActive ? $0.dispersionLCL : .nan },
            uppers: verdicts.map(\.dispersionUCL),
            marks: verdicts.map { $0.dispersionViolated ? "R" : "" },
            hasZero: true
        )
        signals = Self.signals(rows)
    }

    private static func mark(_ rule: RunRule) -> String { String(rule.code.dropFirst()) }

    private static func subtitle(_ series: ChartSeries, shown: Int) -> String {
        var text = series.kind == .individualsMovingRange ? "I-MR" : "X̄-R"
        let count = series.rows.count
        text += " chart of \(NumberText.count(count, "point"))"
        if shown < count { text += ", the newest \(shown) shown" }
        guard let last = series.rows.last?.verdict, last.centre.isFinite else {
            return text + "; limits come after \(series.collectionRemaining) more"
        }
        let spread = last.ucl - last.lcl
        text += "; LCL \(NumberText.short(last.lcl, spread: spread))"
        text += ", centre \(NumberText.short(last.centre, spread: spread))"
        text += ", UCL \(NumberText.short(last.ucl, spread: spread))"
        return text + (series.sigma.map { ", sigma \(NumberText.short($0, spread: $0))" } ?? "")
    }

    private static func signals(_ rows: [ChartSeries.Row]) -> [String] {
        var lines: [String] = []
        for rule in RunRule.allCases {
            let hits = rows.filter { $0.verdict.rules.contains(rule) }
            guard let last = hits.last else { continue }
            lines.append(
                "\(mark(rule))  \(rule.title): \(NumberText.count(hits.count, "point")), last at "
                    + EventText.short(last.time)
            )
        }
        let ranges = rows.filter(\.verdict.dispersionViolated)
        if let last = ranges.last {
            lines.append(
                "R  range beyond its limits: \(NumberText.count(ranges.count, "point")), last at "
                    + EventText.short(last.time)
            )
        }
        return lines
    }
}
