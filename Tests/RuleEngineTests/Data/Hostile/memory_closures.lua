--! quarantine the memory budget is used up
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    local f = {}
    for i = 1, 1e7 do f[i] = function() return i end end
  end,
}
