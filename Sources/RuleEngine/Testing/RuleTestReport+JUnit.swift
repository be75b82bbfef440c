extension RuleTestReport {
    /// The results as JUnit XML, which build servers show: a suite per file, a case per test with its
    /// time in seconds, and what differs as its failure. Files with errors are a suite of their own.
    public var junit: String {
        var suites = ""
        let errors = diagnostics.filter { $0.severity == .error }
        if !errors.isEmpty { suites += Self.suite(errors) }
        var files: [String] = []
        for result in results where files.last != result.file { files.append(result.file) }
        for file in files { suites += Self.suite(file, results.filter { $0.file == file }) }
        let seconds = Self.seconds(results)
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites tests="\(results.count + errors.count)" failures="\(failureCount)" \
            errors="\(errors.count)" time="\(seconds)">
            \(suites)</testsuites>

            """
    }

    private static func suite(_ file: String, _ results: [RuleTestResult]) -> String {
        let failures = results.count { !$0.isPassed }
        let cases = results.map { result in
            let head = """
                    <testcase classname=\(quoted(file)) name=\(quoted(result.name)) \
                file=\(quoted(file)) line="\(result.line)" time="\(seconds([result]))"
                """
            guard !result.isPassed else { return head + "/>\n" }
            let details = result.failures.joined(separator: "\n")
            let first = details.prefix { $0 != "\n" }
            return head + ">\n      <failure message=\(quoted(String(first)))>\(escaped(details))"
                + "</failure>\n    </testcase>\n"
        }
        return """
              <testsuite name=\(quoted(file)) tests="\(results.count)" failures="\(failures)" \
            errors="0" time="\(seconds(results))">
            \(cases.joined())  </testsuite>

            """
    }

    private static func suite(_ errors: [RuleDiagnostic]) -> String {
        let cases = errors.map { error in
            """
                <testcase classname=\(quoted(error.file)) name=\(quoted(error.code)) time="0">
                  <error message=\(quoted(error.message))>\(escaped(error.text))</error>
                </testcase>

            """
        }
        return """
              <testsuite name="check" tests="\(errors.count)" failures="0" errors="\(errors.count)" time="0">
            \(cases.joined())  </testsuite>

            """
    }

    private static func seconds(_ results: [RuleTestResult]) -> String {
        let microseconds = results.reduce(0) { $0 + Int(($1.milliseconds * 1000).rounded()) }
        let digits = String(microseconds % 1_000_000)
        let zeros = String(repeating: "0", count: 6 - digits.count)
        return "\(microseconds / 1_000_000).\(zeros)\(digits)"
    }

    private static func quoted(_ text: String) -> String { "\"\(escaped(text))\"" }

    /// XML has no way to write most control characters, so they become a mark.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\n": result += "&#10;"
            case "\t": result += "&#9;"
            default:
                let isAllowed =
                    scalar.value >= 0x20 && scalar.value != 0x7f && scalar.value & 0xfffe != 0xfffe
                result.unicodeScalars.append(isAllowed ? scalar : "\u{FFFD}")
            }
        }
        return result
    }
}
