--! logs 1.0 -nan or nan
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    act.log((1.0 .. "") .. " " .. "-nan or nan")
  end,
}
