--! refused E305
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    act.stop { reason = "x" }
  end,
}
