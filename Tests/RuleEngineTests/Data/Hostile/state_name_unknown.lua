--! quarantine has no
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    local name = "m"
    st[name] = 1
  end,
}
