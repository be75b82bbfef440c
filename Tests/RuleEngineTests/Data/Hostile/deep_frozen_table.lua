--! quarantine nested
local t = {}
for i = 1, 5000 do t = { t } end
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act) act.log(type(t)) end,
}
