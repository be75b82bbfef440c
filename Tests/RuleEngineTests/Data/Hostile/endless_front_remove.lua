--! quarantine the time budget is used up
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    local t = {}
    for i = 1, 20000 do t[i] = i end
    while #t > 0 do table.insert(t, 1, table.remove(t, 1)) end
  end,
}
