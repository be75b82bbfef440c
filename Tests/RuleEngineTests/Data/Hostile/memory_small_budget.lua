--! quarantine the memory budget is used up
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]], budget = { memory = "64KiB" },
  fire = function(ev, st, act)
    local t = {}
    for i = 1, 1e6 do t[i] = i end
  end,
}
