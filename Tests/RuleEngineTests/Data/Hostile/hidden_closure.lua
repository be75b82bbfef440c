--! refused E302
local function make() local n = 0 return function() n = n + 1 end end
local up = make()
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    up()
  end,
}
