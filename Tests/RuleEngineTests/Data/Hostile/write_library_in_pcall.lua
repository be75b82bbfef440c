--! logs false
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    act.log(tostring(pcall(function() string.len = nil end)))
  end,
}
