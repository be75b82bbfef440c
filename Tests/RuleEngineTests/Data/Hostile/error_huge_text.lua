--! quarantine xxxxxxxx
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    error(("x"):rep(60000))
  end,
}
