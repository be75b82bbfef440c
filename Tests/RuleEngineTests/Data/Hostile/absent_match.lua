--! quarantine attempt to call a nil value
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    ("a"):rep(64):match(".-.-.-.-.-b")
  end,
}
