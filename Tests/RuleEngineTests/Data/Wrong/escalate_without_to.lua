rule "escalate-without-to" {
  title = "{equipment}", owner = "quality", on = "process.measurements",
  hold = "1m",
  when = [[ value > 1 ]], escalate = { after = "10m" },
}
