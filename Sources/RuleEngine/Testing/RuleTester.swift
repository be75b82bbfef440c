/// What became of one test.
public struct RuleTestResult: Sendable {
    /// Path of the file.
    public var file: String
    /// Name of the test.
    public var name: String
    /// The line where it begins.
    public var line: Int
    /// How many events it gave.
    public var eventCount: Int
    /// How long it took, in milliseconds; not part of any decision.
    public var milliseconds: Double
    /// What differs; empty when it passed.
    public var failures: [String]

    /// Whether everything came out as expected.
    public var isPassed: Bool { failures.isEmpty }
}

/// What `takt rules test` says.
public struct RuleTestReport: Sendable {
    /// One result per test, by file and line.
    public var results: [RuleTestResult]
    /// What is wrong with rule files or test files; then nothing was run of them.
    public var diagnostics: [RuleDiagnostic]
    /// Rules that no test names.
    public var untestedRules: [String]

    /// How many tests failed.
    public var failureCount: Int { results.count { !$0.isPassed } }
    /// 0 when everything passed, 1 otherwise.
    public var exitCode: Int32 {
        failureCount == 0 && !diagnostics.contains { $0.severity == .error } ? 0 : 1
    }

    /// A line per test, with differences below those that failed, and the counts.
    public var text: String {
        var text = diagnostics.filter { $0.severity == .error }.map(\.text).joined()
        var file = ""
        for result in results {
            if result.file != file { text += result.file + "\n" }
            file = result.file
            text += Self.line(result)
        }
        text +=
            "\(RuleCheckReport.plural(results.count, "test")), \(results.count - failureCount) ok, "
        text += "\(failureCount) failed"
        if !untestedRules.isEmpty {
            text += "; without a test: \(untestedRules.joined(separator: ", "))"
        }
        return text + "\n"
    }

    private static func line(_ result: RuleTestResult) -> String {
        let name =
            result.name.count < 56
            ? result.name + String(repeating: " ", count: 56 - result.name.count) : result.name
        if result.isPassed {
            let time = "\((result.milliseconds * 10).rounded() / 10) ms"
            return
                "  ok    \(name)  \(RuleCheckReport.plural(result.eventCount, "event"))  \(time)\n"
        }
        let details = result.failures.map { failure in
            failure.split(separator: "\n").enumerated().map { index, part in
                index == 0
                    ? "        \(part)\n"
                    : "               \(part.replacing("got ", with: "got      ", maxReplacements: 1))\n"
            }.joined()
        }
        return "  FAIL  \(name)  line \(result.line)\n" + details.joined()
    }
}

/// Runs the tests beside the rules, through the same runner as the engine.
public enum RuleTester {
    /// Runs every `*.test.lua` below a folder whose path or test name contains `pattern`. Reads
    /// files.
    public static func run(folder: String, catalogue: FieldCatalogue, pattern: String = "")
        -> RuleTestReport
    {
        let files = RuleFolder(folder).files
        var report = run(
            rules: files.rules,
            tests: files.tests,
            catalogue: catalogue,
            pattern: pattern
        )
        for problem in files.problems {
            let source = RuleSource(path: problem.path, bytes: [])
            report.diagnostics.append(source.diagnostic("E002", problem.problem, line: 0))
        }
        return report
    }

    /// Runs tests from texts in memory.
    public static func run(
        rules: [RuleSource],
        tests: [RuleSource],
        catalogue: FieldCatalogue,
        pattern: String = ""
    ) -> RuleTestReport {
        let loaded = RuleSet.load(sources: rules, catalogue: catalogue)
        var report = RuleTestReport(results: [], diagnostics: loaded.diagnostics, untestedRules: [])
        guard let set = loaded.set else { return report }
        var tested: Set<String> = []
        for source in tests.sorted(by: { $0.path < $1.path }) {
            do {
                for test in try read(source) {
                    tested.insert(test.rule)
                    let isWanted =
                        pattern.isEmpty || source.path.contains(pattern)
                        || test.name.contains(pattern)
                    if isWanted { report.results.append(run(test, source.path, set, catalogue)) }
                }
            } catch {
                report.diagnostics.append(RuleLoader.diagnostic(error, source))
            }
        }
        report.untestedRules = set.ruleIDs.filter { !tested.contains($0) }
        return report
    }

    private static func read(_ source: RuleSource) throws(LuaFailure) -> [RuleTestCase] {
        var budget = LuaBudget(memoryByteCount: 32 << 20)
        budget.stepCount = 20_000_000
        budget.nanoseconds = 2_000_000_000
        guard let interpreter = LuaInterpreter(budget: budget) else {
            throw LuaFailure(kind: .overMemory, message: "there is no memory to read this file")
        }
        try interpreter.declare("test")
        try interpreter.run(Array(RuleTestCase.definitions.utf8), name: "words of tests")
        try interpreter.run(source.bytes, name: source.path)
        return interpreter.declarations.map { RuleTestReader($0).test }
    }

    private static func run(
        _ test: RuleTestCase,
        _ file: String,
        _ set: RuleSet,
        _ catalogue: FieldCatalogue
    ) -> RuleTestResult {
        var run = RuleTestRun(set: set, catalogue: catalogue)
        let duration = ContinuousClock().measure { run.run(test) }
        let (seconds, attoseconds) = duration.components
        return RuleTestResult(
            file: file,
            name: test.name,
            line: test.line,
            eventCount: test.steps.count { $0.topic != nil },
            milliseconds: Double(seconds) * 1e3 + Double(attoseconds) * 1e-15,
            failures: run.failures
        )
    }
}
