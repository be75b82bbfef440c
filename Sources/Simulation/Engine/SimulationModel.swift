import Contracts
import PlantModel
import RuleEngine

/// The plant and the rules of all simulated engines: small, with short times, and with one of
/// everything that keeps state.
public struct SimulationModel: Sendable {
    /// The plant.
    public let plant: Plant
    /// The rules that engines start with.
    public let rules: RuleSet
    /// Sets that replace them on the way: the same ones, others, fewer, and some in another mode.
    let editions: [RuleSet]
    /// Plants that replace it on the way: the same one, and others in their limits.
    let plants: [Plant]

    /// Why a model could not be loaded.
    public struct LoadError: Error, CustomStringConvertible {
        /// A sentence.
        public var description: String
    }

    /// Checks plant and rules against the contracts of a folder.
    public init(contractsFolder: String) throws {
        try self.init(contracts: Contracts.load(folder: contractsFolder))
    }

    /// Checks plant and rules against contracts.
    public init(contracts: Contracts) throws {
        plant = try Plant.load(Self.plantText)
        let limits = "limits: { mean: 10.0, sigma: 0.1 }"
        plants = [
            plant,
            try Plant.load(
                Self.plantText.replacing(
                    limits + "\n",
                    with: "limits: { mean: 10.2, sigma: 0.1 }\n"
                )
            ),
            try Plant.load(
                Self.plantText.replacing(limits, with: "limits: { mean: 10.0, sigma: 0.3 }")
            ),
        ]
        let catalogue = FieldCatalogue(contracts: contracts)
        rules = try Self.set(Self.ruleText, catalogue)
        let patient = Self.ruleText.replacing("scrapped >= limit", with: "scrapped > limit + 1")
        let brief = Self.ruleText.replacing("{ limit = 3 }", with: "{ limit = 2 }")
            .replacing("after = \"4s\"", with: "after = \"2s\"")
        let few = Self.ruleText.components(before: "rule \"scrap\"")
        editions = [
            rules, try Self.set(patient, catalogue), try Self.set(brief, catalogue),
            try Self.set(few, catalogue),
            rules.with(modes: ["down": .shadow, "signals": .off]),
            rules.with(modes: ["scrap": .shadow, "silent": .off]),
        ]
    }

    private static func set(_ text: String, _ catalogue: FieldCatalogue) throws -> RuleSet {
        let result = RuleSet.load(
            sources: [RuleSource(path: "simulation/all.lua", bytes: Array(text.utf8))],
            catalogue: catalogue
        )
        guard let set = result.set else {
            throw LoadError(description: "\(result.diagnostics.map(\.text))")
        }
        return set
    }

    private static let plantText = """
        version: simulation
        unknown_equipment: learn
        unknown_characteristic: learn
        equipment:
          - path: acme/berlin/body/line-1/m0
            ideal_cycle: 1s
          - path: acme/berlin/body/line-1/m1
            ideal_cycle: 2s
        characteristics:
          - name: diameter
            equipment: "acme/**"
            chart:
              kind: i-mr
              rules: nelson
              limits: { mean: 10.0, sigma: 0.1 }
          - name: torque
            equipment: "acme/**"
            charts:
              - { kind: ewma, lambda: 0.2, width: 2, limits: { estimate: 10 }, trace_lots: true }
              - { kind: cusum, k: 0.5, h: 4, limits: { mean: 10.0, sigma: 0.1 } }
              - { kind: xbar-s, subgroup_size: 2, limits: { estimate: 4, freeze: manual } }
        """

    private static let ruleText = """
        rule "down" {
          title    = "{equipment} is down",
          owner    = "maintenance",
          on       = "equipment.states",
          key      = { "equipment" },
          when     = [[ category == "down" ]],
          hold     = "2s",
          severity = "high",
          escalate = { after = "3s", to = "critical" },
        }
        rule "silent" {
          title    = "{equipment} {characteristic} is silent",
          owner    = "plant.it",
          on       = "process.measurements",
          key      = { "equipment", "characteristic" },
          missing  = { after = "4s", severity = "medium" },
          suppress = { machine_state = { "maintenance" } },
        }
        rule "scrap" {
          title    = "{equipment}: {scrapped} pieces scrapped",
          owner    = "quality",
          on       = "equipment.counts",
          key      = { "equipment" },
          when     = [[ scrap ~= nil and params.limit > 0 ]],
          severity = "high",
          budget   = { time = "10s" },
          params   = { limit = 3 },
          state    = { recent = counter("5s"), all = 0, last = ring(3) },
          fire     = function(ev, st, act)
            local scrapped = st.recent:add(ev.scrap)
            st.all = st.all + ev.scrap
            st.last:push(ev.scrap)
            local limit = 3
            if scrapped >= limit then
              act.alert { severity = "high", detail = { scrapped = scrapped, all = st.all } }
            elseif scrapped < 2 then
              act.clear()
            end
          end,
        }
        rule "signals" {
          title       = "{equipment} {characteristic}: {run} signals",
          owner       = "quality",
          on          = "spc.signals",
          key         = { "equipment", "characteristic" },
          when        = [[ rule ~= nil ]],
          severity    = "high",
          clear_after = "5s",
          state       = { signals = counter("10s"), lots = set(4) },
          may         = { "hold_lot" },
          approved_by = "quality.lead",
          budget      = { time = "10s" },
          fire        = function(ev, st, act)
            local run = st.signals:add(1)
            if run < 2 then return end
            act.alert { severity = "high", detail = { run = run } }
            if ev.lot and st.lots:add(ev.lot) then
              act.hold_lot { lot = ev.lot, reason = run .. " signals" }
            end
          end,
        }
        """
}

extension String {
    /// What stands before the first place of some words.
    fileprivate func components(before words: String) -> String {
        firstRange(of: words).map { String(self[..<$0.lowerBound]) } ?? self
    }
}
