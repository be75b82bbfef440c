rule "hidden-global" {
  title = "{equipment}", owner = "quality", on = "process.measurements",
  
  when = [[ value > 1 ]],
  fire = function(ev, st, act)
    total = 1
  end,
}
