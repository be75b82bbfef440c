import Records
import Testing

@testable import RuleEngine

/// The state machine of alerts walks the table of ISA-18.2, and says something for every other pair.
@Suite struct AlarmTransitionTests {
    /// Every answer, by state and event; the table comes first, ours fill what it leaves open.
    private static func rows(_ from: AlarmWorld.State, _ event: AlarmWorld.Event) throws
        -> [AlarmRow]
    {
        let ours = try AlarmRow.table("answers.csv")
            .filter { $0.from == from.rawValue && $0.event == event.rawValue }
        let listed = try AlarmRow.table("isa18_2_transitions.csv").filter {
            guard $0.event == event.rawValue else { return false }
            // "*" leaves open what happens between two states that both keep an alert quiet.
            return $0.from == from.rawValue
                || $0.from == "*" && (!from.isQuiet || $0.to == from.rawValue)
        }
        #expect(ours.isEmpty != listed.isEmpty, "\(from) \(event) is to be answered in one table")
        return listed + ours
    }

    @Test(arguments: AlarmWorld.State.allCases, AlarmWorld.Event.allCases)
    func `every pair of state and event has the answer of the tables`(
        from: AlarmWorld.State,
        event: AlarmWorld.Event
    ) throws {
        let rows = try Self.rows(from, event)
        var walked = 0
        for variant in AlarmWorld.Variant.allCases {
            for (holds, byTimeout) in [(true, false), (false, false), (true, true), (false, true)] {
                guard !byTimeout || event == .unshelve_or_timeout && from == .SHELVED else {
                    continue
                }
                var world = AlarmWorld(variant)
                guard world.reach(from, variant, holds: holds) else { continue }
                #expect(world.state == from, "\(variant) \(holds)")
                let fitting = rows.filter { $0.applies(variant, holds: holds) }
                #expect(fitting.count == 1, "\(from) \(event) \(variant) \(holds): \(fitting)")
                world.bench.outputs.removeAll()
                world.happen(event, byTimeout: byTimeout)
                let note = "\(from) \(event) \(variant) holds \(holds) timeout \(byTimeout)"
                #expect(world.state.rawValue == fitting.first?.to, "\(note)")
                Self.check(world.bench.outputs.alerts, world.outcome, fitting.first, note)
                walked += 1
            }
        }
        #expect(walked > 0, "\(from) \(event) was never reached")
    }

    /// A change is said once, with the states before and after; what is refused changes nothing.
    private static func check(
        _ said: [AlertTransition],
        _ outcome: AlertCommandOutcome,
        _ row: AlarmRow?,
        _ note: String
    ) {
        #expect(said.allSatisfy { $0.previous != $0.state || $0.audit != nil }, "\(note)")
        if row?.note.hasPrefix("refused") == true {
            #expect(outcome != .applied && said.isEmpty, "\(note)")
        }
    }

    @Test func `no row of the table is left out`() throws {
        let states = Set(AlarmWorld.State.allCases.map(\.rawValue) + ["*"])
        let events = Set(AlarmWorld.Event.allCases.map(\.rawValue))
        let table = try AlarmRow.table("isa18_2_transitions.csv")
        #expect(table.count == 31)
        for row in table { #expect(states.contains(row.from) && events.contains(row.event)) }
    }
}
