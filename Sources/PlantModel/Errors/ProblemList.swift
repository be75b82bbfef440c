import Yams

/// Collects the problems of one file, so that its author sees all of them at once.
final class ProblemList {
    /// After so many problems the rest adds nothing.
    static let countLimit = 200

    let file: String
    private(set) var problems: [PlantProblem] = []

    init(file: String) { self.file = file }

    func add(_ mark: Mark?, field: String, found: String, expected: String) {
        guard problems.count < Self.countLimit else { return }
        problems.append(
            PlantProblem(
                file: file,
                line: mark?.line ?? 0,
                column: mark?.column ?? 0,
                field: field,
                found: found,
                expected: expected
            )
        )
    }

    func check() throws(PlantError) {
        if !problems.isEmpty { throw PlantError(problems: problems) }
    }
}
