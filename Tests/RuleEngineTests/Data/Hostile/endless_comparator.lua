--! quarantine the time budget is used up
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    table.sort({ 3, 2, 1 }, function() while true do end end)
  end,
}
