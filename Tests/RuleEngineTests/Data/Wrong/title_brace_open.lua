rule "x" {
  title = "{equipment at {value}", owner = "q", on = "process.measurements", hold = "1m",
  when = [[ value > 1 ]],
}
