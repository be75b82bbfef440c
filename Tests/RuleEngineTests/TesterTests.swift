import Testing

@testable import RuleEngine

@Suite struct TesterTests {
    static let rule = RuleSource(
        path: "rules/etch/run.lua",
        text: """
            rule "run" { title = "t", owner = "q", on = "process.measurements", when = [[ ok ]], resets = [[ not ok ]],
              state = { run = 0 }, may = { "hold_lot" }, approved_by = "b", fire = function(ev, st, act)
                st.run = st.run + 1
                if st.run >= 3 then act.hold_lot { lot = ev.lot } st.run = 0 end
              end }
            """
    )

    static func run(_ test: String) -> RuleTestReport {
        RuleTester.run(
            rules: [rule],
            tests: [RuleSource(path: "rules/etch/run.test.lua", text: test)],
            catalogue: Bench.catalogue
        )
    }

    @Test func `a test that expects what comes out is ok`() {
        let report = Self.run(
            """
            test "third" { rule = "run",
              given = series { "process.measurements", every = "1m", ok = true, lot = { "L1", "L2", "L3", "L4" } },
              expect = { at "2m" { hold_lot { lot = "L3" } }, nothing_else } }
            """
        )
        #expect(report.exitCode == 0, "\(report.text)")
        #expect(report.text.contains("  ok    third"))
        #expect(report.text.contains("4 events"))
        #expect(report.text.hasSuffix("1 test, 1 ok, 0 failed\n"))
    }

    @Test func `a test that does not shows what was expected and what came`() {
        let report = Self.run(
            """

            test "fourth" { rule = "run",
              given = series { "process.measurements", every = "1m", ok = true, lot = { "L1", "L2", "L3" } },
              expect = { at "2m" { hold_lot { lot = "L4" } }, nothing_else } }
            """
        )
        #expect(report.exitCode == 1)
        #expect(report.text.contains("  FAIL  fourth"))
        #expect(report.text.contains("line 2\n"))
        #expect(report.text.contains("        at 2m  expected hold_lot { lot = \"L4\" }\n"))
        #expect(
            report.text.contains(
                "               got      hold_lot { lot = \"L3\", equipment = \"EQ-1\" }\n"
            )
        )
        #expect(report.text.contains("at 2m  expected nothing"))
    }

    @Test func `a good event in between starts the run anew`() {
        let report = Self.run(
            """
            test "reset" { rule = "run",
              given = series { "process.measurements", every = "1m", lot = "L", ok = { true, true, false, true, true } },
              expect = nothing_else }
            """
        )
        #expect(report.exitCode == 0, "\(report.text)")
    }

    @Test(arguments: [
        (
            "test 'x' { rule = 'runn', given = clock '1m', expect = nothing_else }",
            "did you mean 'run'?"
        ),
        (
            "test 'x' { rule = 'run', given = event { 'process.measurement' }, expect = nothing_else }",
            "did you mean 'process.measurements'?"
        ),
        (
            "test 'x' { rule = 'run', given = event { 'process.measurements', valu = 1 }, expect = nothing_else }",
            "did you mean 'value'?"
        ),
        (
            "test 'x' { rule = 'run', given = clock '1 minute', expect = nothing_else }",
            "not a duration"
        ),
        ("test 'x' { rule = 'run', given = clock '1m' }", "expect is missing"),
        (
            "test 'x' { rule = 'run', expected = 1, given = clock '1m', expect = nothing_else }",
            "did you mean 'expect'?"
        ),
        (
            "test 'x' { rule = 'run', given = clock '1m', expect = { at '1m' { series {} } } }",
            "at takes"
        ),
    ])
    func `a wrong test says what is wrong with it`(text: String, message: String) {
        let report = Self.run(text)
        #expect(report.exitCode == 1)
        #expect(report.text.contains(message), "\(report.text)")
    }

    static func outputs(_ given: String, expect: String) -> RuleTestReport {
        run("test 'x' { rule = 'run', given = \(given), expect = \(expect) }")
    }

    @Test func `every field that differs is told, against the nearest output`() {
        let report = Self.outputs(
            "series { 'process.measurements', every = '1m', count = 6, ok = true, lot = 'L' }",
            expect: "{ at '4m' { hold_lot { lot = 'M', equipment = 'EQ-1', by = 3 } } }"
        )
        let failure = report.results[0].failures[0]
        #expect(
            failure.hasSuffix(
                """
                differs  time: expected 4m, got 2m
                differs  by: expected 3, got no such field
                differs  lot: expected "M", got "L"
                """
            ),
            "\(failure)"
        )
    }

    static let numbers = RuleSource(
        path: "rules/numbers.lua",
        text: """
            rule "numbers" { title = "t", owner = "q", on = "process.measurements", when = [[ value ~= nil ]],
              fire = function(ev, st, act) act.log(string.format("%.6g", ev.value)) end }
            """
    )

    /// The values that a series with this field gives.
    static func values(_ field: String, count: Int) -> [String] {
        let report = RuleTester.run(
            rules: [numbers],
            tests: [
                RuleSource(
                    path: "rules/numbers.test.lua",
                    text: """
                        test "x" { rule = "numbers", expect = nothing_else,
                          given = series { "process.measurements", every = "1s", count = \(count), value = \(field) } }
                        """
                )
            ],
            catalogue: Bench.catalogue
        )
        return report.results.flatMap(\.failures).compactMap { failure in
            failure.firstRange(of: "text = \"").map {
                String(failure[$0.upperBound...].prefix { $0 != "\"" })
            }
        } + report.diagnostics.map(\.message)
    }

    @Test(arguments: [
        ("ramp(240, 250)", 5, ["240", "242.5", "245", "247.5", "250"]),
        ("ramp(240, 250)", 1, ["240"]),
        ("step(2, 1, 9)", 4, ["1", "1", "9", "9"]),
        ("cycle { 1, 2, 3 }", 4, ["1", "2", "3", "1"]),
        ("sine(10, 2, 4)", 4, ["10", "12", "10", "8"]),
        ("plus(ramp(0, 3), 10, cycle { 0, 100 })", 4, ["10", "111", "12", "113"]),
        ("function(i, n) return i * 10 + n end", 3, ["13", "23", "33"]),
        ("noise(5, 0, 1)", 2, ["5", "5"]),
        ("function(i) if i < 2 then return 1 end end", 2, ["'value' is nil for event 2"]),
    ])
    func `a series is made by a generator`(field: String, count: Int, values: [String]) {
        #expect(Self.values(field, count: count) == values)
    }

    @Test func `noise has the mean and spread it is asked for, and a seed gives the same again`() {
        let values = Self.values("noise(50, 4, 7)", count: 2000)
        #expect(values == Self.values("noise(50, 4, 7)", count: 2000))
        #expect(values != Self.values("noise(50, 4, 8)", count: 2000))
        let numbers = values.compactMap(Double.init)
        #expect(numbers.count == 2000)
        let mean = numbers.reduce(0, +) / 2000
        let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 1999
        // Four standard errors of the mean; the variance of 2,000 values within a tenth.
        #expect(abs(mean - 50) < 4 * 4 / 2000.0.squareRoot())
        #expect(abs(variance / 16 - 1) < 0.13)
    }

    @Test func `results are written as JUnit XML`() throws {
        let report = Self.run(
            """
            test "passes" { rule = "run", given = clock "1m", expect = nothing_else }
            test "1 < 2 & \\"3\\"" { rule = "run", given = clock "1m", expect = { at "1m" { hold_lot { lot = "<\\1>" } } } }
            """
        )
        var times = report
        for index in times.results.indices { times.results[index].milliseconds = 1.5 }
        #expect(
            times.junit == """
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuites tests="2" failures="1" errors="0" time="0.003000">
                  <testsuite name="rules/etch/run.test.lua" tests="2" failures="1" errors="0" time="0.003000">
                    <testcase classname="rules/etch/run.test.lua" name="passes" file="rules/etch/run.test.lua" line="1" time="0.001500"/>
                    <testcase classname="rules/etch/run.test.lua" name="1 &lt; 2 &amp; &quot;3&quot;" file="rules/etch/run.test.lua" line="2" time="0.001500">
                      <failure message="at 1m  expected hold_lot { lot = &quot;&lt;\u{FFFD}&gt;&quot; }">at 1m  expected hold_lot { lot = &quot;&lt;\u{FFFD}&gt;&quot; }&#10;got nothing</failure>
                    </testcase>
                  </testsuite>
                </testsuites>

                """
        )
        let broken = Self.run("test 'x' {")
        #expect(
            broken.junit.contains(
                "<testsuite name=\"check\" tests=\"1\" failures=\"0\" errors=\"1\""
            )
        )
        #expect(broken.junit.contains("name=\"E005\""))
    }

    @Test func `a test file that is not Lua is an error with its line`() {
        let report = Self.run("\ntest 'x' {")
        #expect(report.exitCode == 1)
        #expect(report.diagnostics.first?.line == 2)
    }
}
