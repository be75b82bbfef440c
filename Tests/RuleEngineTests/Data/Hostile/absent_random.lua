--! quarantine attempt to call a nil value
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    act.log(math.random())
  end,
}
