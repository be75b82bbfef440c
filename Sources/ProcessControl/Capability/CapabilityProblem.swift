/// Why capability indices do not describe a process.
public enum CapabilityProblem: Hashable, Sendable, CustomStringConvertible {
    /// Points were out of control, so there is no one process to describe.
    case unstable(signalCount: Int)
    /// Fewer values than a study needs.
    case tooFew(count: Int, least: Int)
    /// Nothing varied, or the variation within subgroups is unknown.
    case noSpread

    /// A word for records: "unstable", "too-few-values", "no-spread".
    public var code: String {
        switch self {
        case .unstable: "unstable"
        case .tooFew: "too-few-values"
        case .noSpread: "no-spread"
        }
    }

    /// A sentence for people.
    public var description: String {
        switch self {
        case .unstable(let count):
            "\(count) \(count == 1 ? "point is" : "points are") out of control; find the cause first, "
                + "then judge what the process can do."
        case .tooFew(let count, let least):
            "\(count) values are too few for a study; it takes \(least)."
        case .noSpread: "Nothing varies, so there is nothing to compare the tolerance with."
        }
    }

    static func all(
        _ reading: CapabilityReading,
        signalCount: Int,
        valueCountMin: Int,
        hasSpread: Bool
    ) -> [CapabilityProblem] {
        var problems: [CapabilityProblem] = []
        if signalCount > 0 { problems.append(.unstable(signalCount: signalCount)) }
        let count = reading.moments.count
        if count < valueCountMin { problems.append(.tooFew(count: count, least: valueCountMin)) }
        if !hasSpread { problems.append(.noSpread) }
        return problems
    }
}
