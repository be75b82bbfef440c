import Records
import TestSupport

@testable import RuleEngine

/// Rules that use everything a runner remembers, and ways to write and restore it.
enum StateBench {
    static let files: [String: String] = [
        "hold": """
        rule "hold" {
          title = "{equipment} zone {zone} at {value}", owner = "q", on = "process.measurements",
          key = { "equipment", "zone" },
          when = [[ characteristic == "temp" and value > 10 ]],
          clears = [[ characteristic == "temp" and value < 5 ]],
          hold = "20s", clear_hold = "15s", severity = "low",
          missing = { after = "2m", severity = "medium" },
          escalate = { after = "90s", to = "critical" },
          suppress = { machine_state = { "maintenance" }, repeat_after = "45s" },
        }
        """,
        "memory": """
        rule "memory" {
          title = "run {run}", owner = "q", on = "process.measurements",
          key = { "equipment", "zone" },
          when = [[ characteristic == "temp" and value > 8 ]],
          clears = [[ characteristic == "temp" and value < 3 ]],
          resets = [[ characteristic == "temp" and value == 0 ]],
          clear_after = "40s", severity = "low",
          state = { run = 0, name = "", lots = ring(3), recent = window("1m"), often = counter("30s"),
                    kinds = set(4) },
          may = { "hold_lot" }, approved_by = "b",
          fire = function(ev, st, act)
            st.run = st.run + 1
            st.name = st.name .. "x"
            if #st.name > 5 then st.name = "" end
            if ev.lot then st.lots:push(ev.lot) end
            st.recent:push(ev.value)
            local often = st.often:add(ev.value / 3)
            local isNew = st.kinds:add(ev.seq)
            act.log("run", st.run, st.name, st.recent:mean(), often, isNew, st.lots:first())
            if st.run % 2 == 0 then
              act.alert { severity = ev.value > 15 and "high" or "low",
                detail = { run = st.run, lots = st.lots:list(), sum = st.recent:sum() } }
            end
            if st.run % 5 == 0 then act.hold_lot { lot = "L" .. st.run, reason = "r" } end
            if st.run % 7 == 0 then act.clear { reason = "done" } end
          end }
        """,
        "quiet": """
        rule "quiet" {
          title = "{equipment} down: {reason}", owner = "p", runbook = "https://x", on = "equipment.states",
          when = [[ category == "down" ]], hold = "10s", clear_after = "25s" }
        """,
        "shadow": """
        rule "shadow" {
          title = "{equipment}", owner = "q", on = "process.measurements", mode = "shadow",
          key = { "equipment", "seq" }, when = [[ value > 12 ]], hold = "5s" }
        """,
        "flaky": flaky,
        "latch": """
        rule "latch" {
          title = "{equipment} {zone} {value}", owner = "q", on = "process.measurements",
          key = { "equipment", "zone" }, when = [[ characteristic == "temp" and value > 9 ]],
          hold = "3s", latch = true, realarm_after = "30s", flap = { high = 25, low = 15 },
          suppress = { machine_state = { "maintenance" } }, missing = { after = "90s" } }
        """,
        "required": """
        rule "required" {
          title = "{equipment} {zone} {value}", owner = "q", on = "process.measurements",
          when = [[ characteristic == "temp" and value > 11 ]],
          ack = "required", realarm_after = "20s", flap = { high = 55, low = 45 } }
        """,
    ]

    static let flaky = """
        rule "flaky" {
          title = "{equipment}", owner = "q", on = "process.measurements",
          when = [[ characteristic == "temp" and value > 1 ]], state = { n = 0 },
          fire = function(ev, st, act)
            st.n = st.n + 1
            if ev.value > 18 and ev.value ~= 20 then error("too much") end
          end }
        """

    static func set(_ files: [String: String] = files) -> RuleSet {
        let sources = files.keys.sorted().map {
            RuleSource(path: "rules/\($0).lua", text: files[$0]!)
        }
        let result = RuleSet.load(sources: sources, catalogue: Bench.catalogue)
        guard let set = result.set else { fatalError(result.diagnostics.map(\.text).joined()) }
        return set
    }

    private static let allRules = set()

    static func fresh(keyCount: Int = 4) -> Bench {
        var limits = RuleLimits()
        limits.keyCountPerRule = keyCount
        return Bench(set: allRules, limits: limits)
    }

    /// A bench in the middle of its work.
    static func busy(seed: UInt64) -> Bench {
        var bench = fresh()
        var steps = StateSteps(seed: seed)
        for _ in 0..<500 { steps.next().apply(to: &bench) }
        bench.outputs.removeAll()
        return bench
    }

    static func bytes(_ bench: borrowing Bench) -> [UInt8] {
        var writer = StateWriter()
        bench.runner.writeHead(to: &writer)
        for slot in bench.runner.keys.slots.indices { bench.runner.writeKey(slot, to: &writer) }
        return unsafe writer.withBytes { unsafe Array($0) }
    }

    @discardableResult
    static func restore(
        _ bytes: [UInt8],
        into bench: inout Bench,
        equipmentCount: Int = 3
    ) throws(StateError) -> RestoredRules {
        var result = Result<RestoredRules, StateError>.success(RestoredRules())
        unsafe bytes.withUnsafeBytes { bytes in
            var reader = unsafe StateReader(bytes)
            do throws(StateError) {
                let head = try bench.runner.restoreHead(from: &reader)
                let rules = try bench.runner.restoreKeys(
                    of: head,
                    from: &reader,
                    equipmentCount: equipmentCount
                )
                result = .success(rules)
            } catch {
                result = .failure(error)
            }
        }
        return try result.get()
    }

    /// A bench that goes on from some bytes, as another process would.
    static func restored(_ bytes: [UInt8], set: RuleSet? = nil) -> Bench {
        var bench = set.map { Bench(set: $0) } ?? fresh()
        do { try restore(bytes, into: &bench) } catch { fatalError("\(error)") }
        return bench
    }
}
