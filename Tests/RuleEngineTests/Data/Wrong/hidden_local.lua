local count = 0
rule "hidden-local" {
  title = "{equipment}", owner = "quality", on = "process.measurements",
  
  when = [[ value > 1 ]],
  fire = function(ev, st, act)
    count = count + 1
  end,
}
