rule "flap-limits-crossed" {
  title = "{equipment}", owner = "quality", on = "process.measurements", hold = "1m",
  when = [[ value > 1 ]],
  flap = { high = 20, low = 30 },
}
