rule "x" {
  on = "process.measurements", hold = "1m", when = [[ value > 1 ]],
}
