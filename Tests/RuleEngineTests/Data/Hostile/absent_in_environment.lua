--! quarantine attempt to index a nil value
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]],
  fire = function(ev, st, act)
    local _ENV = {}
    os.exit(1)
  end,
}
