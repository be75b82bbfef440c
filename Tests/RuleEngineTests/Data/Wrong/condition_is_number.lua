rule "condition-is-number" {
  title = "{equipment}", owner = "quality", on = "process.measurements",
  hold = "1m",
  when = 5,
}
