import Records

/// Reads the `states` part of a plant file on top of the standard words.
struct StateReader {
    static let categories: KeyValuePairs<String, LossCategory> = [
        "productive": .productive, "setup": .setup, "idle": .idle, "starved": .starved,
        "blocked": .blocked, "down": .down, "maintenance": .maintenance, "off": .off,
        "unknown": .unknown,
    ]

    static func mapping(_ field: YAMLField?) -> StateMapping {
        var mapping = StateMapping.standard
        guard let fields = field?.fields(["words", "modes", "reasons"]) else { return mapping }
        for (word, field) in fields["words"]?.entries(of: "words and loss categories") ?? [] {
            if let entry = entry(field) { mapping.set(word: word, entry) }
        }
        for (mode, field) in fields["modes"]?.entries(of: "modes and loss categories") ?? [] {
            if let category = field.choice(categories) { mapping.set(mode: mode, category) }
        }
        if let field = fields["reasons"] { readReasons(field, below: nil, 1, &mapping.reasons) }
        return mapping
    }

    /// Reads a level of the tree of reasons: names with nothing, a category, or a mapping behind them.
    private static func readReasons(
        _ field: YAMLField,
        below parent: String?,
        _ depth: Int,
        _ tree: inout ReasonTree
    ) {
        guard depth <= ReasonTree.depthLimit else {
            return field.reject(expected: "at most \(ReasonTree.depthLimit) levels of reasons")
        }
        for (name, field) in field.entries(of: "reasons") ?? [] {
            let fields = field.isMapping ? field.fields(["category", "children"]) : nil
            let word = field.isMapping ? fields?["category"] : field.isNull ? nil : field
            let category = word.flatMap { $0.choice(categories) }
            guard tree.add(name, below: parent, as: category) else {
                field.reject(found: "the reason '\(name)' again", expected: "each reason once")
                continue
            }
            if let children = fields?["children"] {
                readReasons(children, below: name, depth + 1, &tree)
            }
        }
    }

    private static func entry(_ field: YAMLField) -> StateMapping.Entry? {
        guard field.isMapping else { return field.choice(categories).map { .init($0) } }
        guard let fields = field.fields(["category", "modes", "reasons"]),
            let category = fields.required("category", "a loss category")?.choice(categories)
        else { return nil }
        return StateMapping.Entry(
            category,
            modes: table(fields["modes"]),
            reasons: table(fields["reasons"])
        )
    }

    private static func table(_ field: YAMLField?) -> [String: LossCategory] {
        var table: [String: LossCategory] = [:]
        for (word, field) in field?.entries(of: "words and loss categories") ?? [] {
            table[StateMapping.normalised(word)] = field.choice(categories)
        }
        return table
    }
}
