--! quarantine attempt to call a nil value
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    ("a"):rep(60):gsub(("a?"):rep(30), "")
  end,
}
