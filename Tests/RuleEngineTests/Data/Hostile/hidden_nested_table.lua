--! quarantine this table is read-only
local box = { list = { 1 } }
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    box.list[1] = 9
  end,
}
