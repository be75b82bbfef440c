local function watch(ev, st, act)
  act.hold_lot { lot = ev.lot }
end
rule "named-function" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 1 ]], fire = watch,
}
rule "other" {
  title = "t", owner = "q", on = "equipment.states", when = [[ state == "down" ]],
}
