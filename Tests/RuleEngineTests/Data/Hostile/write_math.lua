--! quarantine cannot be assigned
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    math.pi = 3
  end,
}
