--! quarantine more than 16 things
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    for i = 1, 1000 do act.log(i) end
  end,
}
