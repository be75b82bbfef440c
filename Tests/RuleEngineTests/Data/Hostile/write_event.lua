--! quarantine cannot be assigned to
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    ev.value = 1
  end,
}
