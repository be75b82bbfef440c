--! quarantine too many results to unpack
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    local t = { table.unpack({}, -(1 << 62), 1 << 62) }
  end,
}
