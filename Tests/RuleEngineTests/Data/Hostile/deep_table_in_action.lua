--! quarantine nested
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    local t = {}
    local x = t
    for i = 1, 100 do x.x = {} x = x.x end
    act.alert { detail = t }
  end,
}
