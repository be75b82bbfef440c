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
        let isIndividuals = series.kind == .individualsMovingRange
        let location = Panel(
            title: isIndividuals ? "value" : "mean of \(series.subgroupSize)",
            values: verdicts.map(\.statistic),
            centres: verdicts.map(\.centre),
            lowers: verdicts.map(\.lcl),
            uppers: verdicts.map(\.ucl),
            marks: verdicts.map { $0.rules.lowest.map(Self.mark) ?? "" },
            hasZones: true
        )
        let dispersion = Panel(
            title: isIndividuals ? "moving range" : "range",
            values: verdicts.map(\.dispersion),
            centres: verdicts.map(\.dispersionCentre),
            lowers: verdicts.map { $0.dispersionLCLActive ? $0.dispersionLCL : .nan },
            uppers: verdicts.map(\.dispersionUCL),
            marks: verdicts.map { $0.dispersionViolated ? "R" : "" },
            hasZero: true
        )
        self.init(
            title: title,
            subtitle: Self.subtitle(series, shown: rows.count),
            labels: rows.map { EventText.short($0.time) },
            location: location,
            dispersion: dispersion,
            signals: Self.signals(rows)
        )
    }

    static func mark(_ rule: RunRule) -> String { String(rule.code.dropFirst()) }

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
