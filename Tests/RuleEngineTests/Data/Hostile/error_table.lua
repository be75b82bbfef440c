--! quarantine the error is not a text
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    error({ code = 1 })
  end,
}
