--! logs 2
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    local s = "\255\254"
    act.log(#s)
  end,
}
