rule "latch-text" {
  title = "{equipment}", owner = "quality", on = "process.measurements", hold = "1m",
  when = [[ value > 1 ]],
  latch = "yes", realarm_after = "1ms", flap = { high = 101 },
}
