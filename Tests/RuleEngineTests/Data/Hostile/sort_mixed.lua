--! quarantine attempt to compare
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    table.sort({ 1, "a", 2 })
  end,
}
