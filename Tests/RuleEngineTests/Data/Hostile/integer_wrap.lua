--! logs -9223372036854775808
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    act.log((1 << 63) // 1)
  end,
}
