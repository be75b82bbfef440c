rule "action-misspelt" {
  title = "{equipment}", owner = "quality", on = "process.measurements",
  
  when = [[ value > 1 ]],
  fire = function(ev, st, act)
    act.allert { severity = "high" }
  end,
}
