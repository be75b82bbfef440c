rule "right-unknown" {
  title = "{equipment}", owner = "quality", on = "process.measurements",
  
  when = [[ value > 1 ]], may = { "hold_lots" }, approved_by = "b",
  fire = function(ev, st, act) act.log("x") end,
}
