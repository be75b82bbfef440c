rule "joined-texts" {
  title = "{equipment}", owner = "quality", on = "process.measurements",
  hold = "1m",
  when = [[ lot .. serial == "a" ]],
}
