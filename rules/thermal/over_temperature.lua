-- Watches every temperature reading. Fires when one stays above the limit for thirty seconds without a
-- break, and clears only below a second, lower threshold, so that a value wandering around the limit
-- rings once. Tells process engineering; after ten minutes without acknowledgement it is critical.
rule "over-temperature" {
  title    = "{equipment}: {value} degC, limit {params.limit}",
  owner    = "process.thermal",
  runbook  = "THM-01",
  on       = "process.measurements",
  key      = { "equipment", "characteristic" },
  params   = { limit = 245.0, back = 240.0 },
  when     = [[ characteristic == "zone_temp" and value > params.limit ]],
  clears   = [[ characteristic == "zone_temp" and value < params.back ]],
  hold     = "30s",
  severity = "high",
  escalate = { after = "10m", to = "critical" },
  suppress = { machine_state = { "maintenance", "setup", "off" }, repeat_after = "1h" },
}
