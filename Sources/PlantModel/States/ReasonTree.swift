import Records

/// The reasons a plant gives for stops, as a tree: `mechanical` above `jam` and `tool-break`.
///
/// A reason counts as what the nearest level that says so counts as. Reports add the time of a reason to
/// every level above it. Names are compared like state words; each stands once in the tree.
public struct ReasonTree: Sendable, Hashable {
    /// The most levels.
    public static let depthLimit = 8

    private(set) var parents: [String: String] = [:]
    private(set) var categories: [String: LossCategory] = [:]
    /// All reasons, normalised, those above before those below, in the order of the file.
    public private(set) var names: [String] = []

    /// A tree without a reason.
    public init() {}

    /// Adds a reason below another, which is in the tree already; false when it has its place already.
    mutating func add(_ name: String, below parent: String?, as category: LossCategory?) -> Bool {
        let name = StateMapping.normalised(name)
        guard !names.contains(name) else { return false }
        names.append(name)
        parents[name] = parent.map(StateMapping.normalised)
        categories[name] = category
        return true
    }

    /// A reason and everything above it, from the top down; the reason alone when the tree does not
    /// have it. Allocates.
    public func path(of reason: String) -> [String] {
        var path = [StateMapping.normalised(reason)]
        while path.count < Self.depthLimit, let above = parents[path[0]] {
            path.insert(above, at: 0)
        }
        return path
    }

    /// What a reason counts as; nil when neither it nor a level above says so. Allocates.
    public func category(of reason: String) -> LossCategory? {
        path(of: reason).reversed().lazy.compactMap { categories[$0] }.first
    }
}
