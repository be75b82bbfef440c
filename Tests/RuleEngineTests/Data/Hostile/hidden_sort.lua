--! quarantine this table is read-only
local box = { 3, 1, 2 }
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    table.sort(box)
  end,
}
