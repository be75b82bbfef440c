--! quarantine this table is read-only
local box = {}
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    table.insert(box, 1)
  end,
}
