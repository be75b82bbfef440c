--! quarantine cannot be assigned
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    string.memory = ev.value
  end,
}
