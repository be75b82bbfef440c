--! quarantine no order
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    local t = { 1, 2, 3 }
    table.sort(t, function() error("no order") end)
  end,
}
