rule "arguments-wrong" {
  title = "{equipment}", owner = "quality", on = "process.measurements",
  hold = "1m",
  when = [[ starts_with(lot) ]],
}
