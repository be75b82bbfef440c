--! quarantine C stack overflow
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    local function f() table.sort({ 2, 1 }, function() f() return false end) end
    f()
  end,
}
