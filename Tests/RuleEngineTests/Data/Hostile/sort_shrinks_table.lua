--! quarantine attempt to compare two nil
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    local t = { 5, 4, 3, 2, 1 }
    table.sort(t, function(a, b) t[5] = nil t[4] = nil t[3] = nil return a < b end)
  end,
}
