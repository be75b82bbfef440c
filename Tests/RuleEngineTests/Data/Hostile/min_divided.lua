--! logs -9223372036854775808 0
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    local m = 1 << 63
    act.log(m // -1 .. " " .. m % -1)
  end,
}
