rule "missing-misspelt" {
  title = "{equipment}", owner = "quality", on = "process.measurements",
  hold = "1m",
  when = [[ value > 1 ]], missing = { after = "5m", sevrity = "low" },
}
