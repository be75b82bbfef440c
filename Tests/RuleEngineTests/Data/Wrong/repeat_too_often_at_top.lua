rule "repeat-too-often-at-top" {
  title = "{equipment}", owner = "quality", on = "process.measurements",
  hold = "1m",
  when = [[ value > 1 ]], repeat_after = "10ms",
}
