--! refused E303
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    for i = 1, 1e6 do coroutine.create(function() end) end
  end,
}
