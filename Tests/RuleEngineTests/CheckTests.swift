import Records
import Testing

@testable import RuleEngine

/// What `rules check` says, and where it points.
@Suite struct CheckTests {
    static func head(_ field: String) -> String {
        """
        rule "r" {
          title = "t", owner = "q", on = "process.measurements", hold = "1s",
          \(field),
        }
        """
    }

    static func diagnostics(_ text: String) -> [RuleDiagnostic] { Bench.load(text).diagnostics }

    @Test(arguments: [
        (
            "when = [[ charactristic == \"x\" ]]", "E203", 3, 13, 13,
            "did you mean 'characteristic'?"
        ),
        ("when = [[ value > parms.x ]]", "E201", 3, 21, 5, "did you mean 'params'?"),
        ("when = [[ value > params.x ]]", "E206", 3, 21, 8, "unknown parameter 'x'"),
        ("when = [[ value = 3 ]]", "E201", 3, 19, 1, "write '==' to compare"),
        ("when = \"value == 'x'\"", "E207", 3, 17, 2, "always false"),
        ("when = [[ value < 'x' ]]", "E205", 3, 19, 1, "no order"),
        ("when = [[ lot + 1 > 2 ]]", "E205", 3, 17, 1, "needs a number"),
        ("when = [[ ok and absolute(value) > 1 ]]", "E202", 3, 20, 8, "unknown function"),
        ("when = [[ len(lot, lot) > 1 ]]", "E204", 3, 13, 3, "takes 1 arguments, not 2"),
        ("when = [[ ok ]], holt = \"1s\"", "E102", 3, 20, 4, "did you mean 'hold'?"),
        ("when = [[ ok ]], clear_hold = \"1 s\"", "E104", 3, 33, 5, "is not a duration"),
        ("when = [[ ok ]], severity = \"hight\"", "E105", 3, 31, 7, "did you mean 'high'?"),
        ("when = [[ ok ]], mode = \"dry\"", "E106", 3, 27, 5, "known are live, shadow, off"),
        ("when = [[ ok ]], key = { \"zone\" }", "E108", 3, 26, 1, "must contain 'equipment'"),
        (
            "when = [[ ok ]], key = { \"equipment\", \"zome\" }", "E203", 3, 41, 6,
            "did you mean 'zone'?"
        ),
        ("when = [[ ok ]], missing = { after = 5 }", "E103", 3, 40, 1, "should be a duration"),
        ("when = [[ ok ]], may = { \"hold_lott\" }", "E114", 3, 28, 11, "did you mean 'hold_lot'?"),
        ("when = [[ ok ]], params = { a = {} }", "E103", 3, 35, 1, "should be a number"),
        ("when = [[ ok ]], state = { r = ring(0) }", "E112", 3, 34, 4, "holds 1 to"),
        ("when = 5", "E103", 3, 10, 1, "should be a text in [[ ]]"),
        ("severity = \"low\"", "E116", 1, 6, 3, "needs 'when' or 'missing'"),
        (
            "when = [[ ok ]], fire = function(ev, st, act) act.hold_lot { lot = ev.lot } end",
            "E305", 3, 53, 8, "add may ="
        ),
        (
            "when = [[ ok ]], fire = function(ev, st, act) act.allert {} end", "E304", 3, 53, 6,
            "did you mean 'alert'?"
        ),
        (
            "when = [[ ok ]], fire = function(ev, st, act) st.n = ev.valu end", "E203", 3, 59, 4,
            "did you mean 'value'?"
        ),
        (
            "when = [[ ok ]], fire = function(ev, st, act) st.n = 1 end", "E306", 3, 52, 1,
            "not in this rule's state"
        ),
        (
            "when = [[ ok ]], fire = function(ev, st, act) tosting(1) end", "E303", 3, 49, 7,
            "did you mean 'tostring'?"
        ),
        (
            "when = [[ ok ]], fire = function(ev, st, act) count = 1 end", "E302", 3, 49, 5,
            "write 'local count'"
        ),
    ])
    func `a mistake is shown where it is`(
        field: String,
        code: String,
        line: Int,
        column: Int,
        length: Int,
        words: String
    ) {
        let all = Self.diagnostics(Self.head(field))
        let found = all.first { $0.code == code }
        #expect(found != nil, "\(all.map(\.text))")
        guard let found else { return }
        #expect(
            found.line == line && found.column == column && found.length == length,
            "\(found.text)"
        )
        #expect(found.message.contains(words), "\(found.message)")
        #expect(found.severity == .error)
    }

    @Test func `a diagnostic shows the line and carets under the word`() {
        let found = Self.diagnostics(Self.head("when = [[ charactristic == \"x\" ]]"))[0]
        #expect(
            found.text == """
                rules/test.lua:3:13: error[E203]: unknown field 'charactristic' of process.measurements; did you mean 'characteristic'?
                    3 |   when = [[ charactristic == "x" ]],
                      |             ^^^^^^^^^^^^^

                """
        )
        #expect(
            found.json.hasPrefix(
                "{\"severity\":\"error\",\"code\":\"E203\",\"message\":\"unknown field 'charactristic'"
            )
        )
    }

    @Test func `warnings do not keep a set from loading`() {
        let result = Bench.load(
            "rule \"r\" { on = \"process.measurements\", params = { x = 1 }, when = [[ ok ]] }"
        )
        #expect(result.set != nil)
        #expect(result.diagnostics.map(\.code).sorted() == ["W401", "W403", "W405"])
    }

    @Test func `one broken file refuses the whole set, and duplicates are named`() {
        let good =
            "rule \"a\" { title = \"t\", owner = \"q\", on = \"equipment.states\", when = [[ state == 'down' ]] }"
        let broken = RuleSet.load(
            sources: [
                RuleSource(path: "rules/a.lua", text: good),
                RuleSource(path: "rules/b.lua", text: "rule {"),
            ],
            catalogue: Bench.catalogue
        )
        #expect(broken.set == nil)
        #expect(broken.diagnostics.allSatisfy { $0.file == "rules/b.lua" })
        let twice = RuleSet.load(
            sources: [
                RuleSource(path: "rules/a.lua", text: good),
                RuleSource(path: "rules/b.lua", text: good),
            ],
            catalogue: Bench.catalogue
        )
        #expect(twice.set == nil)
        #expect(twice.diagnostics.map(\.code) == ["E118"])
        #expect(twice.diagnostics[0].message.contains("rules/a.lua:1"))
    }

    @Test func `the content hash follows the text and not the order of files`() {
        let a = RuleSource(
            path: "rules/a.lua",
            text:
                "rule \"a\" { owner = \"q\", on = \"equipment.states\", when = [[ state == 'x' ]] }"
        )
        let b = RuleSource(
            path: "rules/b.lua",
            text:
                "rule \"b\" { owner = \"q\", on = \"equipment.states\", when = [[ state == 'x' ]] }"
        )
        let one = RuleSet.load(sources: [a, b], catalogue: Bench.catalogue).set!
        let two = RuleSet.load(sources: [b, a], catalogue: Bench.catalogue).set!
        #expect(one.contentHash == two.contentHash)
        #expect(one.ruleIDs == ["a", "b"] && two.ruleIDs == ["a", "b"])
        #expect(
            one.contentHash
                != RuleSet.load(sources: [a], catalogue: Bench.catalogue).set!.contentHash
        )
        #expect(one.fieldsUsed(topic: "equipment.states") == ["equipment", "state"])
    }

    @Test func `durations read as they are written`() {
        for (text, nanoseconds) in [
            ("30s", 30_000_000_000), ("1m30s", 90_000_000_000), ("200us", 200_000),
            ("1d", 86_400_000_000_000),
        ] {
            #expect(DurationText.parse(text) == Int64(nanoseconds))
            #expect(DurationText.text(Int64(nanoseconds)) == text)
        }
        for text in ["", "5", "s", "1x", "-1s", "1 s", "400d", "9999999999999s"] {
            #expect(DurationText.parse(text) == nil)
        }
    }
}
