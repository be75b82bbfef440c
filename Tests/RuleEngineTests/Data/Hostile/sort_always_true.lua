--! logs 3 2 1
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    local t = { 1, 2, 3 }
    table.sort(t, function() return true end)
    act.log(table.concat(t, " "))
  end,
}
