rule "state-not-used" {
  title = "{equipment}", owner = "quality", on = "process.measurements",
  
  when = [[ value > 1 ]], state = { run = 0 },
  fire = function(ev, st, act)
    act.log("x")
  end,
}
