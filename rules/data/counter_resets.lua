-- Watches the final OEE of every hour. Fires when counters of a machine were reset more than once within an hour, which
-- mostly means two sources that count for one machine. Clears with an hour without. Tells plant IT.
rule "counter-resets" {
  title    = "{equipment}: counters were reset {counter_resets} times within an hour",
  owner    = "plant.it",
  on       = "kpi.oee",
  key      = { "equipment" },
  when     = [[ window == "hour" and status == "final" and counter_resets > 1 ]],
  severity = "low",
}
