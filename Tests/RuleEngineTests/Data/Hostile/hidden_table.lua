--! quarantine cannot be assigned
local box = {}
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    box.n = 1
  end,
}
