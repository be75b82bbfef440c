--! quarantine the memory budget is used up
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    local s = "x"
    while true do pcall(function() s = s .. s end) end
  end,
}
