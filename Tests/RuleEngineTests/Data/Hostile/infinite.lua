--! quarantine not a finite number
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    act.alert { detail = { x = math.huge } }
  end,
}
