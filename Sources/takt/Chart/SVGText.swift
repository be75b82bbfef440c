/// Appends the few SVG elements that a chart needs.
struct SVGText {
    private var body = ""
    private let width: Double
    private let height: Double

    /// An empty white picture.
    init(width: Double, height: Double) {
        self.width = width
        self.height = height
    }

    /// The picture as an SVG document.
    var document: String {
        let size = "\(number(width)) \(number(height))"
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(size)" \
            width="\(number(width))" height="\(number(height))" \
            font-family="DejaVu Sans, Helvetica, Arial, sans-serif">
            <rect width="100%" height="100%" fill="white"/>
            \(body)</svg>

            """
    }

    /// A text; anchor is start, middle or end.
    mutating func text(
        _ text: String,
        x: Double,
        y: Double,
        size: Int,
        colour: String = "#111",
        anchor: String = "start",
        weight: String = "normal"
    ) {
        body +=
            "<text x=\"\(number(x))\" y=\"\(number(y))\" font-size=\"\(size)\" fill=\"\(colour)\""
        body += " text-anchor=\"\(anchor)\" font-weight=\"\(weight)\">\(escaped(text))</text>\n"
    }

    /// A rectangle.
    mutating func rectangle(
        x: Double,
        y: Double,
        width: Double,
        height: Double,
        fill: String,
        stroke: String
    ) {
        body += "<rect x=\"\(number(x))\" y=\"\(number(y))\" width=\"\(number(width))\""
        body += " height=\"\(number(height))\" fill=\"\(fill)\" stroke=\"\(stroke)\"/>\n"
    }

    /// A disc.
    mutating func circle(x: Double, y: Double, radius: Double, fill: String) {
        body += "<circle cx=\"\(number(x))\" cy=\"\(number(y))\" r=\"\(number(radius))\""
        body += " fill=\"\(fill)\"/>\n"
    }

    /// A line through points; nothing for fewer than two.
    mutating func polyline(_ points: [(Double, Double)], colour: String, dash: String) {
        guard points.count > 1 else { return }
        let places = points.map { "\(number($0.0)),\(number($0.1))" }.joined(separator: " ")
        let dashes = dash.isEmpty ? "" : " stroke-dasharray=\"\(dash)\""
        body += "<polyline points=\"\(places)\" fill=\"none\" stroke=\"\(colour)\""
        body += " stroke-width=\"1.3\"\(dashes)/>\n"
    }

    private func number(_ value: Double) -> String { NumberText.fixed(value, 1) }

    private func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case _ where scalar.value < 0x20: result += " "
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
