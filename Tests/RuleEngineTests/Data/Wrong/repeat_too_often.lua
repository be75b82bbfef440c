rule "repeat-too-often" {
  title = "{equipment}", owner = "quality", on = "process.measurements",
  hold = "1m",
  when = [[ value > 1 ]], suppress = { repeat_after = "10ms" },
}
