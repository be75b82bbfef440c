--! quarantine the time budget is used up
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    local t = {}
    for i = 1, 2000 do t[i] = (i * 7919) % 2003 end
    while true do table.sort(t, function(a, b) return a > b end) table.sort(t) end
  end,
}
