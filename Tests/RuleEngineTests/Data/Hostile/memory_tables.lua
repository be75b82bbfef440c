--! quarantine the memory budget is used up
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    local t = {}
    while true do t[#t + 1] = {} end
  end,
}
