-- Watches the final OEE of every shift. Fires when more was made than the ideal cycle allows, so that performance is above
-- one: the ideal cycle of the plant file is wrong, and OEE with it. Tells industrial engineering.
rule "ideal-cycle-suspect" {
  title    = "{equipment}: performance {performance}, the ideal cycle is too long",
  owner    = "industrial.engineering",
  on       = "kpi.oee",
  key      = { "equipment" },
  params   = { tolerance = 1.02 },
  when     = [[ window == "shift" and status == "final" and performance > params.tolerance ]],
  severity = "low",
}
