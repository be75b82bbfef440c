import Yams
import Records

/// One node of a configuration file together with its path and the list its problems go to.
struct YAMLField {
    let node: Node
    let path: String
    let problems: ProblemList

    /// True for `~`, `null` and a key with nothing behind it.
    var isNull: Bool {
        guard case .scalar(let scalar) = node, scalar.style == .plain else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }

    var isMapping: Bool { if case .mapping = node { true } else { false } }
    var isSequence: Bool { if case .sequence = node { true } else { false } }

    /// The text of a scalar, whatever it looks like.
    var scalar: String? {
        guard case .scalar(let scalar) = node else { return nil }
        return scalar.string
    }

    /// What stands there, for messages.
    var found: String {
        switch node {
        case .scalar(let scalar):
            if isNull { return "nothing" }
            let text = scalar.string
            return text.count > 60 ? "\"\(text.prefix(60))…\"" : "\"\(text)\""
        case .mapping: return "a mapping"
        case .sequence: return "a list"
        case .alias: return "an alias"
        }
    }

    /// Notes that something else was expected here.
    func reject(expected: String) { reject(found: found, expected: expected) }

    /// Notes a problem in other words than those of the file.
    func reject(found: String, expected: String) {
        problems.add(node.mark, field: path, found: found, expected: expected)
    }

    /// The path of a part of this field.
    func path(of key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    /// The elements of a list; nil after noting that this is none.
    func list(of what: String) -> [YAMLField]? {
        guard case .sequence(let sequence) = node else {
            reject(expected: "a list of \(what)")
            return nil
        }
        return sequence.enumerated().map { index, node in
            YAMLField(node: node, path: "\(path)[\(index)]", problems: problems)
        }
    }

    /// The entries of a mapping whose keys are names the author chose; nil after noting a problem.
    func entries(of what: String) -> [(name: String, field: YAMLField)]? {
        guard case .mapping(let mapping) = node else {
            reject(expected: "a mapping of \(what)")
            return nil
        }
        return mapping.compactMap { key, value in
            guard case .scalar(let scalar) = key, !scalar.string.isEmpty else {
                problems.add(
                    key.mark,
                    field: path,
                    found: "a key that is not a word",
                    expected: "a mapping of \(what)"
                )
                return nil
            }
            // An empty value has no place of its own; the key's is close enough.
            let value = YAMLField(node: value, path: path(of: scalar.string), problems: problems)
            return (scalar.string, value)
        }
    }

    /// The parts of a mapping with known keys. Others are problems, with the nearest known key.
    func fields(_ keys: [String]) -> YAMLFields? {
        guard case .mapping(let mapping) = node else {
            reject(expected: "a mapping with the fields \(keys.joined(separator: ", "))")
            return nil
        }
        var parts: [String: YAMLField] = [:]
        for (key, value) in mapping {
            let name = key.scalar?.string ?? ""
            guard keys.contains(name) else {
                noteUnknown(key, name, keys)
                continue
            }
            let part = YAMLField(node: value, path: path(of: name), problems: problems)
            if !part.isNull { parts[name] = part }
        }
        return YAMLFields(parent: self, parts: parts)
    }

    private func noteUnknown(_ key: Node, _ name: String, _ keys: [String]) {
        var expected = "one of \(keys.joined(separator: ", "))"
        if let nearest = NearestName.find(name, among: keys) {
            expected = "'\(nearest)' (did you mean that?) or another known field"
        }
        problems.add(
            key.mark,
            field: path(of: name),
            found: "the unknown field '\(name)'",
            expected: expected
        )
    }
}
