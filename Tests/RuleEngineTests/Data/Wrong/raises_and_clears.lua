rule "raises-and-clears" {
  title = "{equipment}", owner = "quality", on = "process.measurements",
  hold = "1m",
  when = [[ value > 240 ]],
  clears = [[ value < 245 ]],
}
