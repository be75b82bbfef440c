rule "right-without-second-name" {
  title = "{equipment}", owner = "quality", on = "process.measurements",
  
  when = [[ value > 1 ]], may = { "hold_lot" },
  fire = function(ev, st, act) act.hold_lot { lot = ev.lot } end,
}
