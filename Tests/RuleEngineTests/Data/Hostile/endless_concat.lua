--! quarantine the time budget is used up
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    local t = {}
    for i = 1, 100 do t[i] = ("x"):rep(500) end
    while true do table.concat(t) end
  end,
}
