import Yams

/// The text of a configuration file as a tree of nodes that know their line.
enum YAMLDocument {
    /// The largest file that is read; a plant of ten thousand machines needs about 2 MiB.
    static let byteCountLimit = 16 << 20

    /// The root of the file, or nil after noting why there is none.
    static func root(of text: String, problems: ProblemList) -> YAMLField? {
        guard text.utf8.count <= byteCountLimit else {
            problems.add(
                nil,
                field: "",
                found: "\(text.utf8.count) bytes",
                expected: "at most \(byteCountLimit) bytes"
            )
            return nil
        }
        do {
            guard let node = try Yams.compose(yaml: text) else {
                problems.add(
                    nil,
                    field: "",
                    found: "an empty file",
                    expected: "a mapping of fields"
                )
                return nil
            }
            return YAMLField(node: node, path: "", problems: problems)
        } catch {
            note(error, problems)
            return nil
        }
    }

    private static func note(_ error: any Error, _ problems: ProblemList) {
        let expected = "valid YAML"
        guard let error = error as? YamlError else {
            return problems.add(nil, field: "", found: "\(error)", expected: expected)
        }
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            problems.add(mark, field: "", found: "a mistake (\(problem))", expected: expected)
        case .duplicatedKeysInMapping(let duplicates, let context):
            let keys = duplicates.sorted().map { "\"\($0)\"" }.joined(separator: ", ")
            problems.add(
                context.mark,
                field: "",
                found: "the key \(keys) more than once in one mapping",
                expected: "each key once"
            )
        default:
            problems.add(nil, field: "", found: "a mistake (\(error))", expected: expected)
        }
    }
}
