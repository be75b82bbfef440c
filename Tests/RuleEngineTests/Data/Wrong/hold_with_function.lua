rule "hold-with-function" {
  title = "{equipment}", owner = "quality", on = "process.measurements",
  hold = "1m",
  when = [[ value > 1 ]],
  fire = function(ev, st, act) act.alert {} end,
}
