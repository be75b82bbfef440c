rule "action-without-right" {
  title = "{equipment}", owner = "quality", on = "process.measurements",
  
  when = [[ value > 1 ]],
  fire = function(ev, st, act)
    act.stop { reason = "too hot" }
  end,
}
