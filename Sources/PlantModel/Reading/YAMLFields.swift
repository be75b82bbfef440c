/// The parts of a mapping whose keys were checked; absent and empty parts are nil.
struct YAMLFields {
    let parent: YAMLField
    let parts: [String: YAMLField]

    subscript(key: String) -> YAMLField? { parts[key] }

    /// A part that has to be there; notes a problem when it is not.
    func required(_ key: String, _ expected: String) -> YAMLField? {
        if let part = parts[key] { return part }
        parent.problems.add(
            parent.node.mark,
            field: parent.path(of: key),
            found: "nothing",
            expected: expected
        )
        return nil
    }
}
