--! quarantine nested
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    local t = {}
    t.t = t
    act.alert { detail = t }
  end,
}
