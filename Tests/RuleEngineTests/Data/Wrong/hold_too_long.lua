rule "hold-too-long" {
  title = "{equipment}", owner = "quality", on = "process.measurements",
  hold = "400d",
  when = [[ value > 1 ]],
}
