import PlantModel
import ProcessControl

extension ChartPicture {
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
        let title = "\(settings.name)\(unit) at \(equipment)\(ofProduct)"
        let verdicts = rows.map(\.verdict)
        let location = Panel(
            title: Self.locationTitle(series),
            values: verdicts.map(\.statistic),
            centres: verdicts.map(\.centre),
            lowers: verdicts.map(\.lcl),
            uppers: verdicts.map(\.ucl),
            marks: verdicts.map { $0.rules.lowest.map(Self.mark) ?? "" },
            hasZones: series.kind.hasRunRules && series.kind.attributes == nil,
            others: series.kind == .cusum ? rows.map(\.other) : []
        )
        let dispersion = Self.dispersionTitle(series.kind).map { title in
            Panel(
                title: title,
                values: verdicts.map(\.dispersion),
                centres: verdicts.map(\.dispersionCentre),
                lowers: verdicts.map { $0.dispersionLCLActive ? $0.dispersionLCL : .nan },
                uppers: verdicts.map(\.dispersionUCL),
                marks: verdicts.map { $0.dispersionViolated ? "R" : "" },
                hasZero: true
            )
        }
        self.init(
            title: title,
            subtitle: Self.subtitle(series, shown: rows.count),
            labels: rows.map { EventText.short($0.time) },
            location: location,
            dispersion: dispersion,
            stages: Self.stages(series, shown: rows.count),
            signals: Self.signals(rows, series.settings)
        )
    }

    /// Stages among the points shown; none where the limits never changed.
    private static func stages(
        _ series: ChartSeries,
        shown: Int
    ) -> [(start: Int, name: String)] {
        let hidden = series.rows.count - shown
        let begun = series.stages.filter { $0.start <= hidden }.suffix(1)
        let rest = series.stages.filter { $0.start > hidden && $0.start < series.rows.count }
        return (begun + rest).map { (max(0, $0.start - hidden), $0.name) }
    }

    static func mark(_ rule: RunRule) -> String { String(rule.code.dropFirst()) }

    private static func subtitle(_ series: ChartSeries, shown: Int) -> String {
        var text = ChartTitle.of(series.kind.rawValue)
        let count = series.rows.count
        text += " chart of \(NumberText.count(count, "point"))"
        if shown < count { text += ", the newest \(shown) shown" }
        guard let last = series.rows.last?.verdict, last.centre.isFinite else {
            if series.settings.isFrozenByHand {
                return text + "; on trial until `takt chart freeze` gives it limits"
            }
            return text + "; limits come after \(series.collectionRemaining) more"
        }
        let spread = last.ucl - last.lcl
        text += "; LCL \(NumberText.short(last.lcl, spread: spread))"
        text += ", centre \(NumberText.short(last.centre, spread: spread))"
        text += ", UCL \(NumberText.short(last.ucl, spread: spread))"
        return text + (series.sigma.map { ", sigma \(NumberText.short($0, spread: $0))" } ?? "")
    }

    private static func signals(
        _ rows: [ChartSeries.Row],
        _ chart: CharacteristicSettings.Chart
    ) -> [String] {
        var lines: [String] = []
        for rule in RunRule.allCases {
            let hits = rows.filter { $0.verdict.rules.contains(rule) }
            guard let last = hits.last else { continue }
            lines.append(
                "\(mark(rule))  \(title(rule, chart)): \(NumberText.count(hits.count, "point")), last at "
                    + EventText.short(last.time)
            )
        }
        let ranges = rows.filter(\.verdict.dispersionViolated)
        if let last = ranges.last {
            lines.append(
                "R  \(dispersionTitle(chart.kind) ?? "range") beyond its limits: \(NumberText.count(ranges.count, "point")), last at "
                    + EventText.short(last.time)
            )
        }
        return lines
    }

    private static func title(_ rule: RunRule, _ chart: CharacteristicSettings.Chart) -> String {
        switch chart.kind {
        case .ewma: "the weighted average beyond a control limit"
        case .cusum: "a cumulative sum beyond its decision interval"
        default: chart.ruleSet.title(of: rule)
        }
    }

    private static func locationTitle(_ series: ChartSeries) -> String {
        switch series.kind {
        case .ewma: "weighted average"
        case .cusum: "sums in standard errors"
        case .np: "defective units"
        case .p, .laneyP: "proportion defective"
        case .c: "defects"
        case .u, .laneyU: "defects per unit"
        default: series.subgroupSize == 1 ? "value" : "mean of \(series.subgroupSize)"
        }
    }

    private static func dispersionTitle(_ kind: CharacteristicSettings.Chart.Kind) -> String? {
        switch kind {
        case .individuals: "moving range"
        case .meanRange: "range"
        case .meanDeviation: "standard deviation"
        default: nil
        }
    }
}
