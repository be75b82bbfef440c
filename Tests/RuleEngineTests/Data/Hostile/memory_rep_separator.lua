--! quarantine rep: the text would be longer
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    local s = ("x"):rep(40000, ("y"):rep(40000))
  end,
}
