/// What `takt rules check` says: every diagnostic of a folder, and how many.
public struct RuleCheckReport: Sendable {
    /// The set, or nil when a file has an error.
    public var set: RuleSet?
    /// Errors and warnings, by file and line.
    public var diagnostics: [RuleDiagnostic]
    /// How many rules were read.
    public var ruleCount: Int

    /// How many diagnostics are errors.
    public var errorCount: Int { diagnostics.count { $0.severity == .error } }
    /// How many diagnostics are warnings.
    public var warningCount: Int { diagnostics.count - errorCount }
    /// 0 when there is no error, 1 otherwise.
    public var exitCode: Int32 { errorCount == 0 ? 0 : 1 }

    /// Diagnostics with excerpts, then a line with the counts.
    public var text: String {
        let counts = [
            Self.plural(ruleCount, "rule"), Self.plural(errorCount, "error"),
            Self.plural(warningCount, "warning"),
        ]
        return diagnostics.map(\.text).joined() + counts.joined(separator: ", ") + "\n"
    }

    /// One JSON object with the counts and an array of diagnostics.
    public var json: String {
        "{\"rules\":\(ruleCount),\"errors\":\(errorCount),\"warnings\":\(warningCount),\"diagnostics\":["
            + diagnostics.map(\.json).joined(separator: ",") + "]}"
    }

    static func plural(_ count: Int, _ word: String) -> String {
        "\(count) \(word)\(count == 1 ? "" : "s")"
    }
}

/// Checks rules without running them on events.
public enum RuleChecker {
    /// Checks every rule below a folder. Reads files.
    public static func check(folder: String, catalogue: FieldCatalogue) -> RuleCheckReport {
        report(RuleSet.load(folder: folder, catalogue: catalogue))
    }

    /// Checks rules from texts in memory.
    public static func check(sources: [RuleSource], catalogue: FieldCatalogue) -> RuleCheckReport {
        report(RuleSet.load(sources: sources, catalogue: catalogue))
    }

    private static func report(_ result: RuleLoadResult) -> RuleCheckReport {
        RuleCheckReport(
            set: result.set,
            diagnostics: result.diagnostics,
            ruleCount: result.ruleCount
        )
    }
}
