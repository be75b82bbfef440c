rule "remainder" {
  title = "{equipment}", owner = "quality", on = "process.measurements",
  hold = "1m",
  when = [[ value % 2 == 0 ]],
}
