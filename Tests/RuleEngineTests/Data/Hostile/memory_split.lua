--! quarantine the memory budget is used up
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    local t = {}
    for i = 1, 1000 do t[i] = ("a,"):rep(30000):split(",") end
  end,
}
