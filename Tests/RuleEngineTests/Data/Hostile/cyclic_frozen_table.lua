--! logs table
local t = {}
t.t = t
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act) act.log(type(t.t.t.t)) end,
}
