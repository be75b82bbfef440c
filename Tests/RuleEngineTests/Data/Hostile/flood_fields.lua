--! quarantine at most 64
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    local t = {}
    for i = 1, 1000 do t["k" .. i] = i end
    act.alert { detail = t }
  end,
}
