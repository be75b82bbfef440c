--! quarantine the time budget is used up
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    local s = ("x"):rep(60000)
    while true do s = s:upper() end
  end,
}
