--! quarantine attempt to perform arithmetic
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    local x = "a" + 1
  end,
}
