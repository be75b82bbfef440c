--! quarantine is not available
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    act.log(string.format("%s\0%p", "x", {}))
  end,
}
