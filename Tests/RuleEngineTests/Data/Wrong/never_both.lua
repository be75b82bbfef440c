rule "never-both" {
  title = "{equipment}", owner = "quality", on = "process.measurements",
  hold = "1m",
  when = [[ value > 250 and characteristic == "temp" and value < 240 ]],
}
