--! logs true
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    local t = { 5, 4, 3, 2, 1 }
    table.sort(t, function(a, b) t[1] = 9 return a < b end)
    act.log(tostring(#t >= 5))
  end,
}
