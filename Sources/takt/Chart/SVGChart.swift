/// A control chart as an SVG picture: the location chart above the dispersion chart.
struct SVGChart {
    static let width = 1100.0
    static let left = 76.0
    static let right = 986.0
    static let locationTop = 82.0
    static let locationHeight = 330.0
    static let dispersionTop = 452.0
    static let dispersionHeight = 150.0

    let picture: ChartPicture

    init(_ picture: ChartPicture) { self.picture = picture }

    /// The whole document.
    var text: String {
        let signalsTop = bottom + 48
        let height = signalsTop + 20 * Double(picture.signals.count) + 6
        var drawing = SVGText(width: Self.width, height: height)
        drawing.text(picture.title, x: 24, y: 30, size: 18, weight: "bold")
        drawing.text(picture.subtitle, x: 24, y: 52, size: 13, colour: "#555")
        panel(picture.location, Self.locationTop, Self.locationHeight, &drawing)
        if let dispersion = picture.dispersion {
            panel(dispersion, Self.dispersionTop, Self.dispersionHeight, &drawing)
        }
        stages(&drawing)
        axis(&drawing)
        for (index, line) in picture.signals.enumerated() {
            let y = signalsTop + 20 * Double(index)
            drawing.text(line, x: Self.left, y: y, size: 13, colour: "#a4161a")
        }
        return drawing.document
    }

    private func panel(
        _ panel: ChartPicture.Panel,
        _ top: Double,
        _ height: Double,
        _ drawing: inout SVGText
    ) {
        let range = panel.range
        func y(_ value: Double) -> Double {
            top + (range.upperBound - value) / (range.upperBound - range.lowerBound) * height
        }
        drawing.rectangle(
            x: Self.left,
            y: top,
            width: Self.right - Self.left,
            height: height,
            fill: "#fafafa",
            stroke: "#ccc"
        )
        drawing.text(panel.title, x: Self.left + 6, y: top - 6, size: 12, colour: "#555")
        if panel.hasZones { zones(panel, y, &drawing) }
        limit(panel.uppers, "#c1121f", dash: "6 4", y, &drawing)
        limit(panel.lowers, "#c1121f", dash: "6 4", y, &drawing)
        limit(panel.centres, "#2d6a4f", dash: "", y, &drawing)
        line(panel.others, "#457b9d", dash: "", y, &drawing)
        line(panel.values, "#1d3557", dash: "", y, &drawing)
        marks(panel, y, &drawing)
        labels(panel, top, height, y, &drawing)
    }

    func x(_ index: Int) -> Double {
        Self.left + 12 + step * Double(index)
    }

    private var step: Double {
        (Self.right - Self.left - 24) / Double(max(picture.labels.count - 1, 1))
    }

    /// The y below which there is no panel.
    var bottom: Double {
        picture.dispersion == nil
            ? Self.locationTop + Self.locationHeight : Self.dispersionTop + Self.dispersionHeight
    }

    /// The left and right end of a stretch of points: half-way to the neighbours, inside the panel.
    private func ends(_ run: Range<Int>) -> (Double, Double) {
        let start = max(Self.left, x(run.lowerBound) - step / 2)
        return (start, min(Self.right, x(run.upperBound - 1) + step / 2))
    }

    /// Shades one and two sigma around the centre, as far as limits are known.
    private func zones(
        _ panel: ChartPicture.Panel,
        _ y: (Double) -> Double,
        _ drawing: inout SVGText
    ) {
        let lowers = panel.lowers.indices.map {
            panel.lowers[$0].isFinite ? panel.lowers[$0] : panel.centres[$0]
        }
        for run in runs([panel.centres, panel.uppers, lowers]) {
            let (start, end) = ends(run)
            let index = run.lowerBound
            for (sigmas, fill) in [(2.0, "#eef4f0"), (1.0, "#dcebe2")] {
                let up = (panel.uppers[index] - panel.centres[index]) / 3 * sigmas
                let down = (panel.centres[index] - lowers[index]) / 3 * sigmas
                let top = y(panel.centres[index] + up)
                drawing.rectangle(
                    x: start,
                    y: top,
                    width: end - start,
                    height: y(panel.centres[index] - down) - top,
                    fill: fill,
                    stroke: "none"
                )
            }
        }
    }

    /// Stretches of points at which all of these exist and do not change.
    private func runs(_ lines: [[Double]]) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var start = 0
        for index in 0...lines[0].count {
            let ends = index == lines[0].count || !lines.allSatisfy { $0[index].isFinite }
            if ends || (index > start && lines.contains { $0[index] != $0[index - 1] }) {
                if index > start { runs.append(start..<index) }
                start = ends ? index + 1 : index
            }
        }
        return runs
    }

    /// A limit or centre line: level while it stays, a step where it changes, a gap where it is none.
    private func limit(
        _ values: [Double],
        _ colour: String,
        dash: String,
        _ y: (Double) -> Double,
        _ drawing: inout SVGText
    ) {
        var points: [(Double, Double)] = []
        var last = -1
        for run in runs([values]) {
            if run.lowerBound != last {
                drawing.polyline(points, colour: colour, dash: dash)
                points.removeAll()
            }
            let (start, end) = ends(run)
            let level = y(values[run.lowerBound])
            points += [(start, level), (end, level)]
            last = run.upperBound
        }
        drawing.polyline(points, colour: colour, dash: dash)
    }

    /// A line where each stage begins, with its name.
    private func stages(_ drawing: inout SVGText) {
        for stage in picture.stages {
            let place = stage.start == 0 ? Self.left : x(stage.start) - step / 2
            if stage.start > 0 {
                let line = [(place, Self.locationTop), (place, bottom)]
                drawing.polyline(line, colour: "#6a4c93", dash: "2 3")
            }
            drawing.text(
                stage.name,
                x: place + 4,
                y: Self.locationTop + 14,
                size: 11,
                colour: "#6a4c93"
            )
        }
    }

    private func line(
        _ values: [Double],
        _ colour: String,
        dash: String,
        _ y: (Double) -> Double,
        _ drawing: inout SVGText
    ) {
        var points: [(Double, Double)] = []
        for index in values.indices {
            if values[index].isFinite {
                points.append((x(index), y(values[index])))
            } else {
                drawing.polyline(points, colour: colour, dash: dash)
                points.removeAll()
            }
        }
        drawing.polyline(points, colour: colour, dash: dash)
    }
}
