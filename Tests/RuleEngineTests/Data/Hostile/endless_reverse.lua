--! quarantine the time budget is used up
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    local s = ("ab"):rep(30000)
    for i = 1, 1e9 do s:reverse() end
  end,
}
