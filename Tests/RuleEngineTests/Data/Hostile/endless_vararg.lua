--! quarantine the time budget is used up
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    local function f(...) return f(...) end
    f(1, 2, 3)
  end,
}
