/// Times from the longest to the shortest, with the share of all of them so far, as SVG.
struct ParetoPicture {
    /// One bar.
    struct Bar {
        let name: String
        let nanoseconds: Int64
        let colour: String
    }

    private static let width = 960.0
    private static let left = 250.0
    private static let right = 760.0
    private static let top = 84.0
    private static let step = 30.0
    /// Bars beyond are drawn as one.
    private static let countLimit = 20

    private let title: String
    private let subtitle: String
    private let bars: [Bar]

    /// A picture of bars that are sorted already; those of no time are left out.
    init(title: String, subtitle: String, bars: [Bar]) {
        let shown = bars.filter { $0.nanoseconds > 0 }
        let rest = shown.dropFirst(Self.countLimit)
        let others =
            rest.isEmpty
            ? []
            : [
                Bar(
                    name: "\(NumberText.count(rest.count, "other"))",
                    nanoseconds: rest.reduce(0) { $0 + $1.nanoseconds },
                    colour: "#999"
                )
            ]
        (self.title, self.subtitle) = (title, subtitle)
        self.bars = shown.prefix(Self.countLimit) + others
    }

    /// The whole document.
    var text: String {
        let height = Self.top + Self.step * Double(max(bars.count, 1)) + 36
        var drawing = SVGText(width: Self.width, height: height)
        drawing.text(title, x: 24, y: 30, size: 18, weight: "bold")
        drawing.text(subtitle, x: 24, y: 52, size: 13, colour: "#555")
        if bars.isEmpty { drawing.text("Nothing was lost.", x: 24, y: Self.top + 16, size: 13) }
        let sum = bars.reduce(Int64(0)) { $0 + $1.nanoseconds }
        let longest = bars.map(\.nanoseconds).max() ?? 1
        var before: Int64 = 0
        var line: [(Double, Double)] = []
        for (index, bar) in bars.enumerated() {
            let y = Self.top + Self.step * Double(index)
            let length = Double(bar.nanoseconds) / Double(longest) * (Self.right - Self.left)
            before += bar.nanoseconds
            let share = Double(before) / Double(sum)
            drawing.text(bar.name, x: Self.left - 12, y: y + 15, size: 13, anchor: "end")
            drawing.rectangle(
                x: Self.left,
                y: y,
                width: max(length, 1),
                height: 20,
                fill: bar.colour,
                stroke: "none"
            )
            let time = LossPicture.time(bar.nanoseconds)
            // In a column of its own, where the dashed line does not cross it.
            drawing.text(time, x: Self.right + 24, y: y + 15, size: 12, colour: "#333")
            line.append((Self.left + share * (Self.right - Self.left), y + 10))
            let label = LossPicture.share(share)
            drawing.text(label, x: Self.width - 24, y: y + 15, size: 12, anchor: "end")
        }
        drawing.polyline(line, colour: "#1d3557", dash: "5 3")
        for point in line { drawing.circle(x: point.0, y: point.1, radius: 3, fill: "#1d3557") }
        drawing.text(
            "dashed: all so far, 100 % at the right",
            x: Self.width - 24,
            y: height - 12,
            size: 11,
            colour: "#555",
            anchor: "end"
        )
        return drawing.document
    }
}
