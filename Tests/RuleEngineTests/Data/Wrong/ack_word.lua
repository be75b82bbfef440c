rule "ack-word" {
  title = "{equipment}", owner = "quality", on = "process.measurements", hold = "1m",
  when = [[ value > 1 ]],
  ack = "always",
}
