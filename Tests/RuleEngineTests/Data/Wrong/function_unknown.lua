rule "function-unknown" {
  title = "{equipment}", owner = "quality", on = "process.measurements",
  hold = "1m",
  when = [[ value > 1 and absolute(value) > 1 ]],
}
