import RuleEngine

/// The rules of a folder, checked and tested: all of them or none.
struct RuleSetCandidate {
    let set: RuleSet
    let testCount: Int

    /// Reads a folder, runs its tests; a set with an error or a test that fails is refused as a whole.
    init(folder: String, _ installation: Installation) throws(Failure) {
        let catalogue = try installation.catalogue()
        let result = RuleSet.load(folder: folder, catalogue: catalogue)
        guard let set = result.set else {
            let errors = result.diagnostics.filter { $0.severity == .error }
            throw Failure(
                "The rules in \(folder) have \(NumberText.count(errors.count, "error")); the set is "
                    + "refused as a whole.\n" + errors.map(\.text).joined()
            )
        }
        let report = RuleTester.run(folder: folder, catalogue: catalogue)
        guard report.exitCode == 0 else {
            let failed = report.results.filter { !$0.isPassed }
            let names = failed.map { "  \($0.file):\($0.line): \($0.name)\n" }.joined()
            let errors = report.diagnostics.filter { $0.severity == .error }.map(\.text).joined()
            throw Failure(
                "\(NumberText.count(failed.count, "test")) of the rules in \(folder) failed; the set is "
                    + "refused as a whole. `takt rules test` shows what differs.\n" + names + errors
            )
        }
        self.set = set
        testCount = report.results.count
    }
}
