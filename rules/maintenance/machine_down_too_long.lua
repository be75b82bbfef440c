-- Watches the state of machines. Fires when one has been down for ten minutes without a break, whatever word its
-- controller uses for that, and clears when it is anything else. Tells maintenance; after an hour it is critical.
rule "machine-down-too-long" {
  title    = "{equipment} is down ({reason}) for more than ten minutes",
  owner    = "maintenance",
  runbook  = "MNT-03",
  on       = "equipment.states",
  key      = { "equipment" },
  when     = [[ category == "down" ]],
  hold     = "10m",
  severity = "high",
  escalate = { after = "50m", to = "critical" },
}
