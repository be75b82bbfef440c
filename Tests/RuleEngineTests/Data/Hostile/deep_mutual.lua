--! quarantine the memory budget is used up
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    local a, b
    function a() return 1 + b() end
    function b() return 1 + a() end
    a()
  end,
}
