-- Watches the flatline detector. Fires when a sensor repeats one value for too long while its machine works, and
-- clears when nothing was detected for half an hour. Tells instrumentation.
rule "stuck-sensor" {
  title       = "{equipment} {characteristic} does not move: {reason}",
  owner       = "instrumentation",
  runbook     = "INS-02",
  on          = "anomaly.detections",
  key         = { "equipment", "characteristic" },
  when        = [[ detector == "flatline" ]],
  severity    = "medium",
  clear_after = "30m",
  suppress    = { machine_state = { "off", "idle", "maintenance" } },
}
