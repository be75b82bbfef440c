rule "hold-number" {
  title = "{equipment}", owner = "quality", on = "process.measurements",
  hold = 30,
  when = [[ value > 1 ]],
}
