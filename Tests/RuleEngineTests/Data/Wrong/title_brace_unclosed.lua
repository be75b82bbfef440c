rule "x" {
  title = "{equipment", owner = "q", on = "process.measurements", hold = "1m",
  when = [[ value > 1 ]],
}
