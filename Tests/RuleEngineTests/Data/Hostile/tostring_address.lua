--! logs table function
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    act.log(tostring({}) .. " " .. tostring(error))
  end,
}
