--! refused E118
for i = 1, 2 do
  rule "hostile" {
    title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
    fire = function(ev, st, act) act.log(i) end,
  }
end
