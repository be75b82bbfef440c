--! quarantine the memory budget is used up
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    local function f(n) return 1 + f(n) end
    f(1)
  end,
}
