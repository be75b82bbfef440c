import Contracts
import Engine
import Foundation
import PlantModel
import Records
import RuleEngine
import Testing

@Suite("A signal names what may have to be held")
struct LotsAtRiskTests {
    private func factory(_ chart: String, rules: RuleSet = .empty) throws -> Factory {
        try Factory(
            plant: """
                version: risk
                unknown_equipment: learn
                characteristics:
                  - {name: d, equipment: "acme/**", chart: {\(chart), limits: {mean: 10, sigma: 1}}}
                """,
            rules: rules
        )
    }

    private func send(_ values: [(Double, String)], _ factory: Factory) -> [Output] {
        for (second, (value, lot)) in values.enumerated() {
            factory.send(
                .measurements,
                "{\(BadRecord.machine),\"time\":\"\(Factory.time(Double(second)))\",\"characteristic\":\"d\",\"value\":\(value),\"lot\":\"\(lot)\"}",
                timestamp: Factory.epoch + Int64(second) * 1_000
            )
        }
        return factory.collect().filter {
            $0.topic == .spcSignals && $0.text("location") == "location"
        }
    }

    @Test("from the last sample in control to the signal, each lot once")
    func window() throws {
        let factory = try factory("kind: i-mr, rules: [6], trace_lots: true")
        let signals = send(
            [(10, "A"), (9.9, "B"), (11.5, "B"), (11.4, "C"), (11.6, "C"), (11.3, "D")],
            factory
        )
        let signal = try #require(signals.first)
        #expect(signal.text("rule_code") == "N6")
        #expect(signal.number("last_in_control_offset") == 1)
        #expect(signal.number("first_out_of_control_offset") == 2)
        #expect(signal.text("last_in_control_time") == Factory.time(1))
        #expect(signal.text("first_out_of_control_time") == Factory.time(2))
        #expect(signal.text("lots_at_risk") == "B\nC\nD")
        #expect(signal.value.contains("\"lots_complete\":true"))
        #expect(signal.value.contains("\"pattern_offsets\":[2,3,4,5]"))
    }

    @Test("a rule holds exactly those, as the handbook shows")
    func rule() throws {
        let text = """
            rule "hold" {
              title       = "{equipment}: lots at risk",
              owner       = "quality",
              on          = "spc.signals",
              key         = { "equipment", "characteristic" },
              when        = [[ location == "location" ]],
              severity    = "high",
              clear_after = "1h",
              may         = { "hold_lot" },
              approved_by = "quality.lead",
              fire        = function(ev, st, act)
                for _, lot in ipairs(string.split(ev.lots_at_risk or "", "\\n")) do
                  act.hold_lot { lot = lot, reason = ev.rule_title }
                end
              end,
            }
            """
        let contracts = try Contracts.load(
            folder: FaultyPlantTests.root.appendingPathComponent("topics").path
        )
        let result = RuleSet.load(
            sources: [RuleSource(path: "quality/hold.lua", bytes: Array(text.utf8))],
            catalogue: FieldCatalogue(contracts: contracts)
        )
        let rules = try #require(result.set, "\(result.diagnostics.map(\.text))")
        let factory = try factory("kind: i-mr, rules: [1], trace_lots: true", rules: rules)
        _ = send([(10, "A"), (10, "B"), (14, "C")], factory)
        let holds = factory.outputs.filter { $0.topic == .dispatchChanges }
        #expect(holds.map { $0.text("lot") } == ["B", "C"])
        #expect(holds.map { $0.text("reason") }.first == "one point beyond a control limit")
    }

    @Test("a chart that traces no lots still names the records")
    func records() throws {
        let factory = try factory("kind: i-mr, rules: [1]")
        let signals = send([(10, "A"), (14, "B")], factory)
        let signal = try #require(signals.first)
        #expect(signal.number("last_in_control_offset") == 0)
        #expect(signal.number("first_out_of_control_offset") == 1)
        #expect(signal.text("lots_at_risk") == nil)
    }

    @Test("a pattern of sixteen points names all of them")
    func longest() throws {
        // A CUSUM's sum grows by 0.25 a point from its first: 16 points and more since the change.
        let factory = try factory("kind: cusum, k: 0.5, h: 4.1, trace_lots: true")
        let values = (0..<20).map { (10.75, "L\($0)") }
        let signal = try #require(send(values, factory).first)
        #expect(signal.number("points_since_change") == 17)
        #expect(signal.number("pattern_points") == 16)
        #expect(signal.number("first_out_of_control_offset") == 1)
        #expect(signal.text("lots_at_risk")?.split(separator: "\n").count == 17)
    }

    @Test("more lots than are kept are named from the place where memory begins")
    func manyLots() throws {
        let factory = try factory("kind: i-mr, rules: [1], trace_lots: true")
        var values = (0..<1_000).map { (10 + Double($0 % 2) / 10, "L\($0 % 211)") }
        values.append((15, "LAST"))
        let signal = try #require(send(values, factory).first)
        #expect(signal.text("lots_at_risk") == "L155\nLAST")
        #expect(signal.number("last_in_control_offset") == 999)
    }
}
