rule "hold-not-duration" {
  title = "{equipment}", owner = "quality", on = "process.measurements",
  hold = "30 sec",
  when = [[ value > 1 ]],
}
