-- Watches every series of measurements. Fires when one that was seen before is silent for five minutes, and
-- clears with its next reading. Tells plant IT. Machines that are off or in maintenance owe no data.
rule "missing-data" {
  title    = "{equipment} {characteristic}: no reading for five minutes",
  owner    = "plant.it",
  runbook  = "IT-05",
  on       = "process.measurements",
  key      = { "equipment", "characteristic" },
  missing  = { after = "5m", severity = "medium" },
  suppress = { machine_state = { "off", "maintenance" } },
}
