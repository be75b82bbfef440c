--! quarantine arithmetic on a string value
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    act.log(("10" + 5) .. " " .. 10)
  end,
}
