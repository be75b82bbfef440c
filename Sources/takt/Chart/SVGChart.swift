/// A control chart as an SVG picture: the location chart above the dispersion chart.
struct SVGChart {
    private static let width = 1100.0
    private static let left = 76.0
    private static let right = 986.0
    private static let locationTop = 82.0
    private static let locationHeight = 330.0
    private static let dispersionTop = 452.0
    private static let dispersionHeight = 150.0
    private static let signalsTop = 650.0

    private let picture: ChartPicture

    init(_ picture: ChartPicture) { self.picture = picture }

    /// The whole document.
    var text: String {
        let height = Self.signalsTop + 20 * Double(picture.signals.count) + 6
        var drawing = SVGText(width: Self.width, height: height)
        drawing.text(picture.title, x: 24, y: 30, size: 18, weight: "bold")
        drawing.text(picture.subtitle, x: 24, y: 52, size: 13, colour: "#555")
        panel(picture.location, Self.locationTop, Self.locationHeight, hasZones: true, &drawing)
        panel(
            picture.dispersion,
            Self.dispersionTop,
            Self.dispersionHeight,
            hasZones: false,
            &drawing
        )
        timeAxis(&drawing)
        for (index, line) in picture.signals.enumerated() {
            let y = Self.signalsTop + 20 * Double(index)
            drawing.text(line, x: Self.left, y: y, size: 13, colour: "#a4161a")
        }
        return drawing.document
    }

    private func panel(
        _ panel: ChartPicture.Panel,
        _ top: Double,
        _ height: Double,
        hasZones: Bool,
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
        if hasZones { zones(panel, y, &drawing) }
        line(panel.uppers, "#c1121f", dash: "6 4", y, &drawing)
        line(panel.lowers, "#c1121f", dash: "6 4", y, &drawing)
        line(panel.centres, "#2d6a4f", dash: "", y, &drawing)
        line(panel.values, "#1d3557", dash: "", y, &drawing)
        marks(panel, y, &drawing)
        labels(panel, top, height, y, &drawing)
    }

    private func x(_ index: Int) -> Double {
        let step = (Self.right - Self.left - 24) / Double(max(picture.times.count - 1, 1))
        return Self.left + 12 + step * Double(index)
    }

    /// Shades one and two sigma around the centre, as far as limits are known.
    private func zones(
        _ panel: ChartPicture.Panel,
        _ y: (Double) -> Double,
        _ drawing: inout SVGText
    ) {
        for run in runs(panel.centres) {
            guard let last = run.last else { continue }
            let start = x(run.lowerBound)
            for (sigmas, fill) in [(2.0, "#eef4f0"), (1.0, "#dcebe2")] {
                let up = (panel.uppers[last] - panel.centres[last]) / 3 * sigmas
                let down = (panel.centres[last] - panel.lowers[last]) / 3 * sigmas
                let top = y(panel.centres[last] + up)
                drawing.rectangle(
                    x: start,
                    y: top,
                    width: max(x(last) - start, 1),
                    height: y(panel.centres[last] - down) - top,
                    fill: fill,
                    stroke: "none"
                )
            }
        }
    }

    /// Stretches of values that exist and, for limits, do not change.
    private func runs(_ values: [Double]) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var start = 0
        for index in 0...values.count {
            let ends = index == values.count || !values[index].isFinite
            if ends || (index > start && values[index] != values[index - 1]) {
                if index > start { runs.append(start..<index) }
                start = ends ? index + 1 : index
            }
        }
        return runs
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

    private func marks(
        _ panel: ChartPicture.Panel,
        _ y: (Double) -> Double,
        _ drawing: inout SVGText
    ) {
        let radius = picture.times.count > 250 ? 1.8 : 2.8
        var lastLabel = -Double.infinity
        for index in panel.values.indices where panel.values[index].isFinite {
            let isSignal = !panel.marks[index].isEmpty
            let place = (x(index), y(panel.values[index]))
            drawing.circle(
                x: place.0,
                y: place.1,
                radius: isSignal ? radius + 1.8 : radius,
                fill: isSignal ? "#d00000" : "#1d3557"
            )
            // Labels of neighbours would cover each other.
            guard isSignal, place.0 - lastLabel >= 9 else { continue }
            lastLabel = place.0
            let isLow = panel.values[index] < panel.centres[index]
            drawing.text(
                panel.marks[index],
                x: place.0,
                y: place.1 + (isLow ? 17 : -9),
                size: 11,
                colour: "#d00000",
                anchor: "middle",
                weight: "bold"
            )
        }
    }

    private func labels(
        _ panel: ChartPicture.Panel,
        _ top: Double,
        _ height: Double,
        _ y: (Double) -> Double,
        _ drawing: inout SVGText
    ) {
        let lines = [("UCL", panel.uppers, "#c1121f"), ("CL", panel.centres, "#2d6a4f")]
        for (name, values, colour) in lines + [("LCL", panel.lowers, "#c1121f")] {
            guard let value = values.last, value.isFinite else { continue }
            drawing.text(
                "\(name) \(panel.figure(value))",
                x: Self.right + 8,
                y: y(value) + 4,
                size: 12,
                colour: colour
            )
        }
        let range = panel.range
        for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
            let value = range.upperBound - share * (range.upperBound - range.lowerBound)
            drawing.text(
                panel.figure(value),
                x: Self.left - 8,
                y: top + share * height + 4,
                size: 11,
                colour: "#777",
                anchor: "end"
            )
        }
    }

    private func timeAxis(_ drawing: inout SVGText) {
        let count = picture.times.count
        let y = Self.dispersionTop + Self.dispersionHeight + 20
        for tick in 0..<min(5, count) {
            let index = count == 1 ? 0 : tick * (count - 1) / (min(5, count) - 1)
            let anchor = tick == 0 ? "start" : tick == min(5, count) - 1 ? "end" : "middle"
            drawing.text(
                EventText.short(picture.times[index]),
                x: x(index),
                y: y,
                size: 11,
                colour: "#777",
                anchor: anchor
            )
        }
    }
}
