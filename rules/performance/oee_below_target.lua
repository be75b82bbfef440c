-- Watches the final OEE of every hour. Fires when an hour with enough planned time ends below the target and
-- clears with the first hour back above it. Tells the shift lead; provisional figures are ignored.
rule "oee-below-target" {
  title    = "{equipment}: OEE {oee} in the last hour, target {params.target}",
  owner    = "production.shift",
  runbook  = "OEE-02",
  on       = "kpi.oee",
  key      = { "equipment" },
  params   = { target = 0.60, planned = 1800000 },
  when     = [[ window == "hour" and status == "final" and planned_ms >= params.planned and oee < params.target ]],
  severity = "medium",
}
