rule "key-twice" {
  title = "{equipment}", owner = "quality", on = "process.measurements",
  hold = "1m",
  when = [[ value > 1 ]], key = { "equipment", "lot", "lot" },
}
