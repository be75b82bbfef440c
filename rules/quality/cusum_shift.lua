-- Watches CUSUM charts. Fires when a sum crosses its decision interval: the mean has shifted, and the signal says since
-- how many points and to which value. Clears when four hours bring no signal. Tells quality.
rule "cusum-shift" {
  title       = "{equipment}: mean of {characteristic} shifted to {shifted_mean} some {points_since_change} points ago",
  owner       = "quality",
  runbook     = "OCAP-09",
  on          = "spc.signals",
  key         = { "equipment", "characteristic" },
  when        = [[ chart == "cusum" and shifted_mean ~= nil and points_since_change ~= nil ]],
  clear_after = "4h",
  severity    = "high",
  fire        = function(ev, st, act)
    act.alert { detail = { mean = ev.shifted_mean, points = ev.points_since_change, lot = ev.lot } }
  end,
}
