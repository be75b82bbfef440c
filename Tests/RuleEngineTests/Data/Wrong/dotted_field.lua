rule "dotted-field" {
  title = "{equipment}", owner = "quality", on = "process.measurements",
  hold = "1m",
  when = [[ ev.value > 1 ]],
}
