import Testing

@testable import RuleEngine

@Suite struct ExplainTests {
    // Made anew each time: the leak sanitizer does not see boxes whose addresses carry a tag, as those
    // of conditions in a static value do.
    static var set: RuleSet {
        Bench.set(
            """
            rule "hot" { title = "{equipment} at {value}", owner = "q", on = "process.measurements", key = { "equipment", "zone" },
              params = { limit = 245.0, back = 240.0 }, hold = "30s", suppress = { machine_state = { "setup" } },
              when = [[ characteristic == "temp" and (value > params.limit or abs(value - 200) > 2 * 40) ]],
              clears = [[ characteristic == "temp" and value < params.back ]] }
            rule "calls" { title = "t", owner = "q", on = "process.measurements", when = [[ ok ]],
              fire = function(ev, st, act) act.log("lot " .. ev.lot) end }
            """
        )
    }

    static func explain(_ rule: String, _ json: String, state: String = "") throws -> String {
        try RuleExplainer.explain(
            rule: rule,
            event: try ExplainedEvent(json: json),
            machineState: state,
            set: set,
            catalogue: Bench.catalogue
        )
    }

    @Test func `every part of a condition is shown with what it was`() throws {
        let text = try Self.explain(
            "hot",
            #"{"equipment": "OVEN-1", "characteristic": "temp", "value": 250, "zone": "a"}"#
        )
        #expect(
            text == """
                rule   hot  (rules/test.lua:1, live)
                event  process.measurements, OVEN-1
                key    equipment = "OVEN-1", zone = "a"

                ✓ concerns the rule
                  ✓ characteristic == "temp"
                      characteristic  "temp"
                ✓ when
                  ✓ all of
                    ✓ characteristic == "temp"
                        characteristic  "temp"
                    ✓ one of
                      ✓ value > params.limit
                          value  250
                          params.limit  245
                      · abs(value - 200) > 2 * 40  not looked at
                ✗ clears
                  ✗ all of
                    ✓ characteristic == "temp"
                        characteristic  "temp"
                    ✗ value < params.back
                        value  250
                        params.back  240

                after 30s without a change: alert { state = "active", severity = "medium", title = "OVEN-1 at 250", \
                reason = "condition", episode = 1, equipment = "OVEN-1", zone = "a", characteristic = "temp", value = 250 }

                """
        )
    }

    @Test func `arithmetic is taken apart, and what fails is marked`() throws {
        let cold = try Self.explain("hot", #"{"characteristic": "temp", "value": 100}"#)
        #expect(
            cold.contains(
                """
                      ✓ abs(value - 200) > 2 * 40
                          abs(value - 200)  100
                            value - 200  -100
                              value  100
                          2 * 40  80
                """
            ),
            "\(cold)"
        )
        let missing = try Self.explain("hot", #"{"characteristic": "temp"}"#)
        #expect(
            missing.contains(
                """
                      ! value > params.limit  fails
                          value  nil (the event has no such field)
                          params.limit  245
                      · abs(value - 200) > 2 * 40  not looked at
                """
            ),
            "\(missing)"
        )
        #expect(missing.contains("nothing comes out"))
    }

    @Test func `an event about something else, a suppressed one, and a failing function are told`()
        throws
    {
        let other = try Self.explain("hot", #"{"characteristic": "speed", "value": 900}"#)
        #expect(other.contains("✗ concerns the rule") && !other.contains("when"), "\(other)")
        let held = try Self.explain(
            "hot",
            #"{"characteristic": "temp", "value": 900}"#,
            state: "setup"
        )
        #expect(held.contains("suppressed: the machine is in setup"), "\(held)")
        let failing = try Self.explain("calls", #"{"ok": true}"#)
        #expect(
            failing.contains("the function fails: rules/test.lua:6: attempt to concatenate"),
            "\(failing)"
        )
        let fine = try Self.explain("calls", #"{"ok": true, "lot": "L1"}"#)
        #expect(fine.contains("at once: log { text = \"lot L1\" }"), "\(fine)")
    }

    @Test func `a line of a recording is an event, too`() throws {
        let line =
            #"{"topic": "mes.process.measurements", "value": {"equipment": "M9", "characteristic": "x"}}"#
        #expect(try Self.explain("hot", line).contains("event  process.measurements, M9"))
        let text = #"{"topic": "mes.process.measurements", "value": "{\"equipment\": \"M8\"}"}"#
        #expect(try Self.explain("hot", text).contains("event  process.measurements, M8"))
    }

    @Test(arguments: [
        ("hott", "{}", "There is no rule 'hott'; did you mean 'hot'?."),
        ("hot", "[]", "The event is no JSON object"),
        ("hot", "{", "The event is not JSON"),
        ("hot", #"{"time": "soon"}"#, "The time 'soon' is not RFC 3339"),
        (
            "hot", #"{"topic": "mes.equipment.states", "value": {}}"#,
            "The event is of mes.equipment.states"
        ),
    ])
    func `what cannot be explained is a sentence`(rule: String, json: String, words: String) {
        do {
            Issue.record("explained: \(try Self.explain(rule, json))")
        } catch {
            #expect("\(error)".contains(words), "\(error)")
        }
    }
}
