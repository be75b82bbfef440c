--! quarantine too long
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    act.alert { detail = { [("k"):rep(1000)] = 1 } }
  end,
}
