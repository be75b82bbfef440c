--! quarantine invalid conversion
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    act.log(string.format("%9999d", 1))
  end,
}
