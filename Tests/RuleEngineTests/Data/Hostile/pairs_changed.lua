--! logs 2
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    local t = { a = 1, b = 2 }
    local n = 0
    for k in pairs(t) do t[k] = nil t["z" .. n] = 1 n = n + 1 end
    act.log(n)
  end,
}
