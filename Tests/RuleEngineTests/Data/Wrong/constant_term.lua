rule "constant-term" {
  title = "{equipment}", owner = "quality", on = "process.measurements",
  hold = "1m",
  params = { enabled = false },
  when = [[ params.enabled and value > 1 ]],
}
