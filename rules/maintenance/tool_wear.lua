-- Watches chart signals. Fires on a trend (rule 3: six points rising or falling), which on a machined dimension mostly
-- means a worn tool. Clears when no trend is signalled for two hours. Tells maintenance; a person confirms it.
rule "tool-wear" {
  title       = "{equipment}: {characteristic} drifts, {rule_title}",
  owner       = "maintenance",
  runbook     = "MNT-12",
  on          = "spc.signals",
  key         = { "equipment", "characteristic" },
  when        = [[ location == "location" and rule == 3 and retracted ~= true ]],
  clear_after = "2h",
  severity    = "medium",
  -- With a function, signals of other rules do not clear.
  fire        = function(ev, st, act) act.alert { detail = { lot = ev.lot } } end,
}
