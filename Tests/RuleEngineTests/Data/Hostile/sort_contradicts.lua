--! logs 1 
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    local t = {}
    for i = 1, 400 do t[i] = (i * 7919) % 401 end
    local turn = 0
    table.sort(t, function(a, b) turn = turn + 1 return turn % 3 == 0 end)
    local sum = 0
    for i, v in ipairs(t) do sum = (sum * 31 + v) % 1000003 end
    act.log(#t // 400 .. " " .. sum)
  end,
}
