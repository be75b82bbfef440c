rule "number-equals-text" {
  title = "{equipment}", owner = "quality", on = "process.measurements",
  hold = "1m",
  when = [[ value == "10" ]],
}
