--! quarantine no right to
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    local name = "stop"
    act[name] { reason = "x" }
  end,
}
