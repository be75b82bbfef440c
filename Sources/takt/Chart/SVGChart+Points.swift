/// Points, labels and axes of a chart; the lines and shades are in `SVGChart`.
extension SVGChart {
    func marks(
        _ panel: ChartPicture.Panel,
        _ y: (Double) -> Double,
        _ drawing: inout SVGText
    ) {
        let radius = picture.labels.count > 250 ? 1.8 : 2.8
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

    func labels(
        _ panel: ChartPicture.Panel,
        _ top: Double,
        _ height: Double,
        _ y: (Double) -> Double,
        _ drawing: inout SVGText
    ) {
        if let first = panel.others.first, first.isFinite {
            for (index, value) in panel.others.enumerated() {
                drawing.circle(x: x(index), y: y(value), radius: 2, fill: "#1d3557")
            }
        }
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

    func axis(_ drawing: inout SVGText) {
        let count = picture.labels.count
        let y = bottom + 20
        for tick in 0..<min(5, count) {
            let index = count == 1 ? 0 : tick * (count - 1) / (min(5, count) - 1)
            let anchor = tick == 0 ? "start" : tick == min(5, count) - 1 ? "end" : "middle"
            drawing.text(
                picture.labels[index],
                x: x(index),
                y: y,
                size: 11,
                colour: "#777",
                anchor: anchor
            )
        }
    }
}
