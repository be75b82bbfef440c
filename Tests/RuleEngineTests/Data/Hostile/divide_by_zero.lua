--! quarantine attempt to divide by zero
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    local x = 1 // 0
  end,
}
