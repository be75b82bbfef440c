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

    @Test func `a test file that is not Lua is an error with its line`() {
        let report = Self.run("\ntest 'x' {")
        #expect(report.exitCode == 1)
        #expect(report.diagnostics.first?.line == 2)
    }
}
