rule "nil-order" {
  title = "{equipment}", owner = "quality", on = "process.measurements",
  hold = "1m",
  when = [[ value > nil ]],
}
