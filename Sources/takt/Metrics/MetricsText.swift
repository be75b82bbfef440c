/// A page of metrics in the Prometheus text format, version 0.0.4.
struct MetricsText {
    /// What a metric does over time.
    enum Kind: String { case counter, gauge }

    private(set) var text = ""

    /// A metric with one value.
    mutating func add(_ name: String, _ kind: Kind, _ help: String, _ value: Double) {
        add(name, kind, help, label: "", [("", value)])
    }

    /// A metric with a value for each value of a label.
    mutating func add(
        _ name: String,
        _ kind: Kind,
        _ help: String,
        label: String,
        _ values: [(String, Double)]
    ) {
        guard !values.isEmpty else { return }
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
        for (word, value) in values {
            text += name
            if !label.isEmpty { text += "{\(label)=\"\(Self.escaped(word))\"}" }
            text += " \(Self.number(value))\n"
        }
    }

    private static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        return value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
    }

    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n": result += "\\n"
            default: result.append(character)
            }
        }
    }
}
