import Effectiveness

/// The way from planned production time to good output as an SVG waterfall.
struct WaterfallPicture {
    private static let width = 960.0
    private static let left = 210.0
    private static let right = 820.0
    private static let top = 84.0
    private static let step = 34.0

    private let title: String
    private let subtitle: String
    private let totals: OEETotals

    init(_ window: OEEWindow, subtitle: String) {
        title = "Losses of \(window.equipment)"
        self.subtitle = subtitle
        totals = window.totals
    }

    /// The whole document.
    var text: String {
        let losses = LossKind.allCases.filter { totals.loss($0) != 0 }
        let height = Self.top + Self.step * Double(losses.count + 2) + 24
        var drawing = SVGText(width: Self.width, height: height)
        drawing.text(title, x: 24, y: 30, size: 18, weight: "bold")
        drawing.text(subtitle, x: 24, y: 52, size: 13, colour: "#555")
        var position = totals.plannedNanoseconds
        bar(0, "Planned production time", 0, position, "#1d3557", &drawing)
        for (index, kind) in losses.enumerated() {
            let loss = totals.loss(kind)
            let name = LossPicture.name(kind, loss)
            let colour = loss < 0 ? "#52b788" : LossPicture.colour(kind)
            let (low, high) = (min(position, position &- loss), max(position, position &- loss))
            bar(index + 1, name, low, high, colour, &drawing, isGain: loss < 0)
            position &-= loss
        }
        bar(losses.count + 1, "Good output", 0, position, "#2d6a4f", &drawing)
        return drawing.document
    }

    /// The longest bar decides: faster than ideal, the bars go beyond the planned time.
    private var scale: Double {
        var position = totals.plannedNanoseconds
        var longest = position
        for kind in LossKind.allCases {
            position &-= totals.loss(kind)
            longest = max(longest, position)
        }
        return longest > 0 ? (Self.right - Self.left) / Double(longest) : 0
    }

    private func bar(
        _ row: Int,
        _ name: String,
        _ low: Int64,
        _ high: Int64,
        _ colour: String,
        _ drawing: inout SVGText,
        isGain: Bool = false
    ) {
        let y = Self.top + Self.step * Double(row)
        let x = Self.left + max(0, Double(low) * scale)
        let end = Self.left + max(0, Double(high) * scale)
        drawing.text(name, x: Self.left - 12, y: y + 17, size: 13, anchor: "end")
        drawing.rectangle(
            x: x,
            y: y,
            width: max(end - x, 1),
            height: 24,
            fill: colour,
            stroke: "none"
        )
        let planned = totals.plannedNanoseconds
        let length = isGain ? low - high : high - low
        let share = planned > 0 ? Double(length) / Double(planned) : nil
        let label = "\(LossPicture.time(length)) (\(LossPicture.share(share)))"
        drawing.text(label, x: end + 8, y: y + 17, size: 12, colour: "#333")
    }
}
