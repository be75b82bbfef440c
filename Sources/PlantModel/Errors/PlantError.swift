/// Everything that is wrong in one configuration file, in the order of its lines.
///
/// Domain: configuration. Trying again does not help; the file has to change.
public struct PlantError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The problems, by line; never empty.
    public var problems: [PlantProblem]

    /// An error with at least one problem; sorts them by line.
    public init(problems: [PlantProblem]) {
        precondition(!problems.isEmpty, "A plant error needs at least one problem.")
        self.problems = problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
    }

    /// One sentence a line.
    public var description: String {
        problems.map(\.description).joined(separator: "\n")
    }
}
