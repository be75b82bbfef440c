rule "len-of-number" {
  title = "{equipment}", owner = "quality", on = "process.measurements",
  hold = "1m",
  when = [[ len(value) > 1 ]],
}
