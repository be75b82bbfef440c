local n = 0
local function bump() n = n + 1 end
rule "hidden-in-helper" {
  title = "{equipment}", owner = "quality", on = "process.measurements",
  
  when = [[ value > 1 ]],
  fire = function(ev, st, act)
    bump()
  end,
}
