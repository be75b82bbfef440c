--! quarantine the time budget is used up
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    local t = {}
    for i = 1, 500 do t["k" .. i] = i end
    while true do for k in pairs(t) do end end
  end,
}
