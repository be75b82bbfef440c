--! quarantine the time budget is used up
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    local function f(...) while true do select("#", ...) end end
    f(table.unpack({ 1, 2, 3 }))
  end,
}
