rule "missing-without-after" {
  title = "{equipment}", owner = "quality", on = "process.measurements",
  hold = "1m",
  when = [[ value > 1 ]], missing = { severity = "low" },
}
