rule "global-misspelt" {
  title = "{equipment}", owner = "quality", on = "process.measurements",
  
  when = [[ value > 1 ]],
  fire = function(ev, st, act)
    act.log(tosting(ev.value))
  end,
}
