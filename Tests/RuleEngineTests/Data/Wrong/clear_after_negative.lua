rule "clear-after-negative" {
  title = "{equipment}", owner = "quality", on = "process.measurements",
  hold = "1m",
  when = [[ value > 1 ]], clear_after = "-5m",
}
