import Records
import TestSupport
import Testing

@testable import RuleEngine

/// Going over to another set while alerts are open and keys remember things.
@Suite struct RuleSwitchTests {
    private static func change(_ bench: inout Bench, to set: RuleSet, at seconds: Double) {
        let plans = Bench(set: set).runner.topics.reduce(into: [String: FieldPlan]()) {
            $0[$1.name] = $1.plan
        }
        bench.runner.change(
            to: set,
            plans: plans,
            at: Bench.seconds(seconds),
            outputs: &bench.outputs
        )
    }

    private static func counting(_ limit: Int, _ mode: String = "live", more: String = "") -> String
    {
        """
        \(more)
        rule "count" {
          title = "{equipment}", owner = "q", on = "process.measurements",
          when = [[ characteristic == "temp" and value > params.limit ]],
          params = { limit = \(limit) },
          clears = [[ characteristic == "temp" and value < 0 ]],
          state = { n = 0 }, mode = "\(mode)",
          fire = function(ev, st, act)
            st.n = st.n + 1
            act.log("n " .. st.n)
            act.alert { severity = "high" }
          end }
        """
    }

    @Test("a change in place says and knows what a restart under the other set does")
    func twin() {
        let seed = testSeed()
        let other = StateBench.files["hold"]!.replacing("20s", with: "19s")
        let sets = [
            StateBench.set(),
            StateBench.set(StateBench.files.filter { $0.key != "quiet" }),
            StateBench.set(StateBench.files.merging(["hold": other]) { $1 }),
            StateBench.set(["zz": StateBench.files["memory"]!, "a": StateBench.flaky]),
        ]
        for round in 0..<6 {
            var steps = StateSteps(seed: seed &+ UInt64(round))
            var changed = Bench(set: sets[0])
            var restarted = Bench(set: sets[0])
            for step in 0..<600 {
                let next = steps.next()
                next.apply(to: &changed)
                next.apply(to: &restarted)
                if step % 100 == 99 {
                    let set = sets[(step / 100 + round + 1) % sets.count]
                    let before = restarted.outputs
                    restarted = StateBench.restored(StateBench.bytes(restarted), set: set)
                    restarted.outputs = before
                    let time = Bench.seconds(Double(step))
                    restarted.runner.closeOrphans(at: time, outputs: &restarted.outputs)
                    Self.change(&changed, to: set, at: Double(step))
                }
                let isEqual =
                    changed.outputs.items == restarted.outputs.items
                    && changed.outputs.shadow == restarted.outputs.shadow
                #expect(isEqual, "seed \(seed), round \(round), step \(step)")
                guard isEqual else { return }
                changed.outputs.removeAll()
                restarted.outputs.removeAll()
            }
            #expect(StateBench.bytes(changed) == StateBench.bytes(restarted), "seed \(seed)")
            #expect(changed.runner.openAlertCount == restarted.runner.openAlertCount)
        }
    }

    @Test("other parameters keep what a rule remembers, and its alert")
    func parameters() {
        var bench = Bench(Self.counting(10))
        bench.reading(0, 11)
        #expect(bench.take() == ["log n 1", "active 0s condition"])
        Self.change(&bench, to: Bench.set(Self.counting(20)), at: 1)
        #expect(bench.take() == [])
        bench.reading(2, 11)
        #expect(bench.take() == [])
        bench.reading(3, 21)
        #expect(bench.take() == ["log n 2"])
        bench.reading(4, -1)
        #expect(bench.take() == ["cleared 4s cleared"])
    }

    @Test("a rule that goes into shadow closes its alert, remembers, and says nothing more aloud")
    func modes() {
        var bench = Bench(Self.counting(10))
        bench.reading(0, 11)
        _ = bench.take()
        Self.change(&bench, to: bench.runner.set.with(modes: ["count": .shadow]), at: 1)
        #expect(bench.take() == ["closed 1s mode-changed"])
        bench.reading(2, 11)
        #expect(bench.outputs.shadow.count == 2)
        #expect(bench.take() == [])
        Self.change(&bench, to: bench.runner.set.with(modes: ["count": .live]), at: 3)
        #expect(bench.outputs.shadow.count == 1)
        #expect(bench.take() == [])
        bench.reading(4, 11)
        #expect(bench.take() == ["log n 3", "active 4s condition"])
        Self.change(&bench, to: bench.runner.set.with(modes: ["count": .off]), at: 5)
        #expect(bench.take() == ["closed 5s rule-off"])
        #expect(bench.runner.keyCount == 0)
    }

    @Test(
        "what a rule depends on decides whether it is another one",
        arguments: [
            ("-- a comment\n", false),
            ("rule \"new\" { on = \"equipment.states\", when = [[ state == \"x\" ]] }", false),
            ("local shared = 1", true),
        ]
    )
    func kin(more: String, isOther: Bool) {
        var bench = Bench(Self.counting(10))
        bench.reading(0, 11)
        _ = bench.take()
        let version = bench.runner.set.rules[0].version
        Self.change(&bench, to: Bench.set(Self.counting(10, more: more)), at: 1)
        #expect(bench.take() == (isOther ? ["closed 1s rule-changed"] : []))
        let rule = bench.runner.set.rules.first { $0.id == "count" }
        #expect((rule?.version != version) == isOther)
        bench.reading(2, 11)
        #expect(bench.take().first == (isOther ? "log n 1" : "log n 2"))
    }

    @Test("parameters and mode make another version of the same kin, and every set has its hash")
    func fingerprints() {
        let one = Bench.set(Self.counting(10))
        let two = Bench.set(Self.counting(11, "shadow"))
        #expect(one.rules[0].version != two.rules[0].version)
        #expect(one.rules[0].kin == two.rules[0].kin)
        let laid = one.with(modes: ["count": .shadow])
        #expect(Set([one, two, laid].map(\.contentHash)).count == 3)
        #expect(laid.mode(of: "count") == .shadow && one.mode(of: "nobody") == nil)
        #expect(laid.identity == UInt64(laid.contentHash, radix: 16))
    }

    @Test("timers of rules that go on fire in their new order, those of others not at all")
    func timers() {
        var bench = Bench(set: StateBench.set())
        bench.reading(0, 11)
        bench.event(1, ["category": .text("down")], topic: "equipment.states")
        Self.change(&bench, to: StateBench.set(["quiet": StateBench.files["quiet"]!]), at: 2)
        bench.outputs.removeAll()
        bench.advance(60)
        #expect(bench.take() == ["active 11s condition", "cleared 36s quiet"])
    }
}
