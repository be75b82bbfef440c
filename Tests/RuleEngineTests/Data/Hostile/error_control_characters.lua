--! quarantine :5:  [2J
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    error("\27[2J\0\r\n")
  end,
}
