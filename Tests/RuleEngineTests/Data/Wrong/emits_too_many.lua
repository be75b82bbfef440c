rule "emits-too-many" {
  title = "{equipment}", owner = "quality", on = "process.measurements",
  hold = "1m",
  when = [[ value > 1 ]], budget = { emits = 5000 },
}
