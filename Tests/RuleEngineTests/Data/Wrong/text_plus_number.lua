rule "text-plus-number" {
  title = "{equipment}", owner = "quality", on = "process.measurements",
  hold = "1m",
  when = [[ lot + 1 > 2 ]],
}
