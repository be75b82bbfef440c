#if canImport(Glibc)
    import Glibc
#endif

/// The title of an alert: text with `{field}` and `{params.x}` in it.
struct TitleTemplate: Sendable, Equatable {
    enum Part: Sendable, Equatable {
        case text(String)
        case field(String)
    }

    var parts: [Part]

    /// Reads a template; `{{` stands for a brace. Nil when a brace is not closed.
    static func parse(_ text: String, parameters: [(name: String, value: RuleValue)]) -> (
        template: TitleTemplate?, unknown: [String]
    ) {
        var parts: [Part] = []
        var literal = ""
        var unknown: [String] = []
        var rest = Substring(text)
        while let character = rest.first {
            rest = rest.dropFirst()
            guard character == "{" else {
                literal.append(character)
                continue
            }
            if rest.first == "{" {
                literal.append("{")
                rest = rest.dropFirst()
                continue
            }
            guard let end = rest.firstIndex(of: "}") else { return (nil, []) }
            let name = String(rest[..<end])
            rest = rest[rest.index(after: end)...]
            if name.hasPrefix("params.") {
                let parameter = String(name.dropFirst(7))
                if let value = parameters.first(where: { $0.name == parameter })?.value {
                    literal += value.text
                } else {
                    unknown.append(name)
                }
            } else {
                if !literal.isEmpty { parts.append(.text(literal)) }
                literal = ""
                parts.append(.field(name))
            }
        }
        if !literal.isEmpty { parts.append(.text(literal)) }
        return (TitleTemplate(parts: parts), unknown)
    }

    /// The fields it shows.
    var fields: [String] {
        parts.compactMap { if case .field(let name) = $0 { name } else { nil } }
    }

    /// A value as a title shows it: numbers with four digits that matter, the rest as they are.
    private static func shown(_ value: RuleValue) -> String {
        guard case .number(let number) = value, number.isFinite, number != 0 else {
            return value.text
        }
        let digits = 3 - Int(log10(abs(number)).rounded(.down))
        guard digits > 0 else { return value.text }
        let factor = pow(10, Double(min(digits, 15)))
        return RuleValue.number((number * factor).rounded() / factor).text
    }

    /// The title with every field replaced by what `value` answers.
    func render(_ value: (String) -> RuleValue?) -> String {
        var result = ""
        for part in parts {
            switch part {
            case .text(let text): result += text
            case .field(let name): result += value(name).map(Self.shown) ?? "-"
            }
        }
        return String(result.prefix(512))
    }
}
