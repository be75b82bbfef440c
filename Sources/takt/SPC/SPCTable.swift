import ProcessControl

/// A report as tables for people.
struct SPCTable {
    private let report: SPCReport
    private let signals: [String]

    init(_ report: SPCReport) {
        self.report = report
        signals = ChartPicture(report, title: "").signals
    }

    /// Stages, points, signals, capability, each as far as there is any.
    var text: String {
        var parts = [stages, points]
        parts.append(
            signals.isEmpty
                ? Style.green("No rule is violated.") + "\n"
                : signals.map { "\($0)\n" }.joined()
        )
        parts += report.capabilities.indices.compactMap { capability($0) }
        if !report.refused.isEmpty {
            parts.append(report.refused.map { Style.yellow($0) + "\n" }.joined())
        }
        return parts.joined(separator: "\n")
    }

    private var stages: String {
        var table = TableText(
            ["STAGE", "POINTS", "LIMITS FROM", "CENTRE", "SIGMA", "METHOD", "DF"],
            right: ["POINTS", "LIMITS FROM", "CENTRE", "SIGMA", "DF"]
        )
        for stage in report.stages {
            table.add([
                stage.name.isEmpty ? "all" : stage.name, "\(stage.count)", "\(stage.pointCount)",
                Self.figure(stage.mean), Self.figure(stage.sigma), stage.method,
                NumberText.fixed(stage.degreesOfFreedom, 1),
            ])
        }
        return "\(report.chart.title) chart\n" + table.text
    }

    private var points: String {
        let isPair = report.points.contains { $0.dispersion.isFinite }
        let numbers = ["VALUE", "CENTRE", "LCL", "UCL", "Z", "DISPERSION", "ITS UCL"]
        let header =
            ["POINT", "VALUE", "CENTRE", "LCL", "UCL", "Z"]
            + (isPair ? ["DISPERSION", "ITS UCL"] : []) + ["RULES"]
        var table = TableText(header, right: Set(numbers))
        for point in report.points {
            let figures = [point.statistic, point.centre, point.lcl, point.ucl].map(Self.figure)
            let pair = [point.dispersion, point.dispersionUCL].map(Self.figure)
            let rules = point.rules.map(\.code) + (point.isDispersionSignal ? ["R"] : [])
            table.add(
                [point.label] + figures + [NumberText.fixed(point.z, 2)] + (isPair ? pair : [])
                    + [rules.joined(separator: " ")]
            )
        }
        return table.text
    }

    private func capability(_ index: Int) -> String? {
        guard let study = report.capabilities[index] else { return nil }
        let percent = NumberText.fixed(100 * study.confidence, 0)
        var table = TableText(
            ["INDEX", "VALUE", "LOW", "HIGH", "DF"],
            right: ["VALUE", "LOW", "HIGH", "DF"]
        )
        for (name, index) in SPCCapability.indices(study) {
            table.add([
                name, NumberText.fixed(index.value, 3), NumberText.fixed(index.lower, 3),
                NumberText.fixed(index.upper, 3), NumberText.fixed(index.degreesOfFreedom, 1),
            ])
        }
        let name = report.stages[index].name
        var text = "Capability\(name.isEmpty ? "" : " of stage \(name)"), \(percent) % intervals\n"
        text += table.isEmpty ? "" : table.text
        let expected = study.overall.map { NumberText.short($0.expectedPerMillion) } ?? "–"
        text += "Outside the specification, per million: \(expected) expected, "
        text += "\(NumberText.short(study.observedPerMillion)) counted.\n"
        for problem in study.problems { text += Style.yellow("Not valid: \(problem)") + "\n" }
        return text
    }

    private static func figure(_ value: Double) -> String {
        guard value.isFinite else { return "–" }
        let rounded = NumberText.fixed(value, abs(value) < 1 ? 7 : 5)
        return rounded
    }
}

/// The indices of a study by their names.
enum SPCCapability {
    static func indices(_ study: Capability) -> [(String, CapabilityIndex)] {
        var list: [(String, CapabilityIndex?)] = []
        for (letter, indices) in [("C", study.within), ("P", study.overall)] {
            guard let indices else { continue }
            list += [
                ("\(letter)p", indices.both), ("\(letter)pl", indices.lower),
                ("\(letter)pu", indices.upper), ("\(letter)pk", indices.least),
                ("\(letter)pm", indices.target),
            ]
        }
        return list.compactMap { name, index in index.map { (name, $0) } }
    }
}
