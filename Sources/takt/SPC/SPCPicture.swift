import ProcessControl

extension ChartPicture {
    /// The picture of a report.
    init(_ report: SPCReport, title: String) {
        let points = report.points
        let isCUSUM = report.chart == .cusum
        let location = Panel(
            title: Self.statistic(report),
            values: points.map(\.statistic),
            centres: points.map(\.centre),
            lowers: points.map(\.lcl),
            uppers: points.map(\.ucl),
            marks: points.map { $0.rules.map { Self.mark($0.code) }.joined(separator: ",") },
            hasZones: !isCUSUM && report.chart != .ewma,
            others: isCUSUM ? points.map(\.other) : []
        )
        self.init(
            title: title,
            subtitle: Self.subtitle(report),
            labels: points.map(\.label),
            location: location,
            dispersion: Self.dispersion(report),
            stages: report.stages.count < 2 ? [] : report.stages.map { ($0.start, $0.name) },
            signals: Self.signals(report)
        )
    }

    private static func dispersion(_ report: SPCReport) -> Panel? {
        let points = report.points
        guard points.contains(where: { $0.dispersion.isFinite }) else { return nil }
        let names: [SPCChart: String] = [.meanRange: "range", .meanDeviation: "standard deviation"]
        return Panel(
            title: names[report.chart] ?? "moving range",
            values: points.map(\.dispersion),
            centres: points.map(\.dispersionCentre),
            lowers: points.map(\.dispersionLCL),
            uppers: points.map(\.dispersionUCL),
            marks: points.map { $0.isDispersionSignal ? "R" : "" },
            hasZero: true
        )
    }

    private static func statistic(_ report: SPCReport) -> String {
        switch report.chart {
        case .individuals: "value"
        case .meanRange, .meanDeviation: report.size.map { "mean of \($0)" } ?? "mean"
        case .ewma: "EWMA"
        case .cusum: "C⁺ above, −C⁻ below, in standard errors"
        case .np: "defective units"
        case .p, .laneyP: "proportion defective"
        case .c: "defects"
        case .u, .laneyU: "defects per unit"
        }
    }

    /// The number of one of Nelson's rules, the code of any other.
    private static func mark(_ code: String) -> String {
        code.hasPrefix("N") ? String(code.dropFirst()) : code
    }

    private static func subtitle(_ report: SPCReport) -> String {
        var text =
            "\(report.chart.title) chart of \(NumberText.count(report.points.count, "point"))"
        guard let stage = report.stages.last, let last = report.points.last else { return text }
        if report.stages.count > 1 { text += ", \(report.stages.count) stages, the last with" }
        text += report.stages.count > 1 ? " " : "; "
        text += "centre \(NumberText.short(stage.mean, spread: stage.sigma))"
        if last.lcl.isFinite, report.chart != .cusum {
            let spread = last.ucl - last.lcl
            text += ", LCL \(NumberText.short(last.lcl, spread: spread))"
            text += ", UCL \(NumberText.short(last.ucl, spread: spread))"
        }
        if stage.sigma.isFinite {
            let name = report.chart.attributes == nil ? "sigma" : "sigma z"
            text += ", \(name) \(NumberText.short(stage.sigma)) (\(stage.method))"
        }
        return text
    }

    private static func signals(_ report: SPCReport) -> [String] {
        let codes = RunRule.allCases.map(\.code) + ["C+", "C-"]
        var lines = codes.compactMap { code -> String? in
            let hits = report.points.filter { $0.rules.contains { $0.code == code } }
            guard let last = hits.last else { return nil }
            let count = NumberText.count(hits.count, "point")
            return "\(mark(code))  \(title(code, report)): \(count), last at \(last.label)"
        }
        let wide = report.points.filter(\.isDispersionSignal)
        if let last = wide.last {
            let count = NumberText.count(wide.count, "point")
            lines.append("R  dispersion beyond its limits: \(count), last at \(last.label)")
        }
        if report.points.contains(where: \.isDegenerate) {
            lines.append("Nothing varies, so there are no zones: the chart is degenerate.")
        }
        return lines
    }

    private static func title(_ code: String, _ report: SPCReport) -> String {
        switch code {
        case "C+": "the upper sum exceeds the decision interval"
        case "C-": "the lower sum exceeds the decision interval"
        default: RunRule(code: code).map(report.ruleSet.title) ?? code
        }
    }
}
