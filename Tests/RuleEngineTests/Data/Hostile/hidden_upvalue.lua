--! refused E302
local n = 0
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    n = n + 1
  end,
}
