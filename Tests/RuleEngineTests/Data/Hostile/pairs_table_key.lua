--! quarantine pairs: a key is a
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    for k in pairs({ [{}] = 1 }) do end
  end,
}
